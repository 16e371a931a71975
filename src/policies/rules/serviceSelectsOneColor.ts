import type { WorkloadFacts } from "../facts/objects.js";
import { isColorLabel, podsOf } from "../facts/stack.js";
import { getPath, requireKnown, text } from "../facts/unknown.js";
import { wordsLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/** A blue-green Service sends traffic to one colour, the one its component calls active. */
export const serviceSelectsOneColor = stackPolicy({
  name: "service-selects-one-color",
  description: "A blue-green Service selects the pods of exactly one colour, the active one.",
  enforcementLevel: "mandatory",
  severity: "critical",
  remediationSteps: "Put the colour's label into the Service's selector.",
  url: "https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments",
  limits: {
    colors: wordsLimit("Values of a colour label that never share a Service.", ["blue", "green"]),
  },
  check(stack, { colors }, report) {
    for (const service of stack.services) {
      report.part(() => {
        const selected = stack.selectedBy(service);
        const component = stack.componentOf(service);
        const where = {
          title: service.title,
          urn: service.urn,
          path: "spec.selector",
          value: service.selector,
        };
        if (component?.kind === "BlueGreenService") {
          if (service.name !== component.outputs.serviceName) return;
          const active = requireKnown(text(getPath(component.outputs, "activeColor")));
          const wanted = getPath(component.outputs, "colors", active ?? "", "deployment");
          const others = selected.filter((workload) => workload.name !== wanted);
          if (others.length === 0 && selected.length > 0) return;
          const problem = `selects ${titles(others)}, but the active colour is ${active}`;
          report.object({ ...where, problem, remedy: `select the pods of ${wanted} and no others` });
          return;
        }
        const live = selected.filter((workload) => podsOf(workload) !== 0);
        const mixed = colorsOf(live, colors);
        if (mixed.length < 2) return;
        const problem = `selects the pods of ${mixed.join(" and ")} at once`;
        report.object({ ...where, problem, remedy: "add the colour's label to the selector" });
      }, service.title);
    }
  },
});

function titles(workloads: readonly WorkloadFacts[]): string {
  return workloads.map(({ title }) => title).join(", ") || "no pods of this stack";
}

function colorsOf(workloads: readonly WorkloadFacts[], known: readonly string[]): string[] {
  const found = workloads.flatMap((workload) =>
    Object.entries(requireKnown(workload.podLabels))
      .filter(([key, value]) => isColorLabel(key) && known.includes(String(value)))
      .map(([, value]) => String(value)),
  );
  return [...new Set(found)].sort();
}
