import { activeColorOf } from "../facts/components.js";
import { isColorLabel } from "../facts/stack.js";
import { requireKnown } from "../facts/unknown.js";
import { podsOf, type WorkloadFacts } from "../facts/workloads.js";
import { wordsLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/**
 * Prevents a blue-green Service from sending traffic to several colors, or to another color than the active
 * one.
 */
export const serviceSelectsOneColor = stackPolicy({
  name: "service-selects-one-color",
  description: "A blue-green Service selects the pods of exactly one color, the active one.",
  enforcementLevel: "mandatory",
  severity: "critical",
  remediationSteps: "Add the color's label to the Service's selector.",
  url: "https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments",
  limits: {
    colors: wordsLimit("Values of a color label that must not be behind the same Service.", [
      "blue",
      "green",
    ]),
  },
  check(stack, { colors }, reporter) {
    reporter.forEach(stack.services, (service) => {
      const selected = stack.selectedBy(service);
      const component = stack.componentOf(service);
      const { title, urn, selector } = service;
      const where = { title, urn, path: "spec.selector", value: selector };
      if (component?.kind === "BlueGreenService") {
        if (service.name !== component.outputs.serviceName) return;
        const { color, deployment } = activeColorOf(component);
        const others = selected.filter((workload) => workload.name !== deployment);
        if (others.length === 0 && selected.length > 0) return;
        const problem = `selects ${titlesOf(others)}, but the active color is ${color}`;
        reporter.report({ ...where, problem, remedy: `select only the pods of ${deployment}` });
        return;
      }
      const live = selected.filter((workload) => podsOf(workload) !== 0);
      const mixed = colorsOf(live, colors);
      if (mixed.length < 2) return;
      const problem = `selects the pods of ${mixed.join(" and ")} at the same time`;
      reporter.report({ ...where, problem, remedy: "add the color's label to the selector" });
    });
  },
});

function titlesOf(workloads: readonly WorkloadFacts[]): string {
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
