import { MAX_PODS } from "../../contract/defaults.js";
import type { WorkloadFacts } from "../facts/objects.js";
import { type ComponentFacts, podsOf, type StackFacts } from "../facts/stack.js";
import { getPath, number, requireKnown, text } from "../facts/unknown.js";
import { numberLimit, wholeLimit } from "../framework/limits.js";
import { type Report, stackPolicy } from "../framework/policy.js";

/** The side that carries the traffic has the pods for it: a flip to a smaller colour would overload it. */
export const activeSideFullSize = stackPolicy({
  name: "active-side-full-size",
  description: "The side that gets the traffic is at full size: no smaller than the sides that wait.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Raise the replicas of the side that is to get the traffic before it gets it.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment",
  limits: {
    minimum: wholeLimit("Least pods of the side that gets the traffic.", 1, {
      minimum: 1,
      maximum: MAX_PODS,
    }),
    fraction: numberLimit("Least size of the active side, as a fraction of the largest idle one.", 1, {
      minimum: 0,
      maximum: 1,
    }),
  },
  check(stack, { minimum, fraction }, report) {
    const judge = (active: WorkloadFacts, idle: readonly WorkloadFacts[]) => {
      const pods = podsOf(active);
      if (pods === undefined || pods === 0) return; // an autoscaler decides; no pods is for service-has-pods
      const largest = Math.max(0, ...idle.map((workload) => podsOf(workload) ?? 0));
      const least = Math.max(minimum, Math.ceil(largest * fraction));
      if (pods >= least) return;
      const why = least > minimum ? `the idle side has ${largest}` : `${minimum} are the least here`;
      tooSmall(report, active, pods, `pods carry all the traffic, but ${why}`, least);
    };
    for (const component of stack.components) {
      report.part(() => {
        if (component.kind === "CanaryDeployment") fullCanary(stack, component, report);
        if (component.kind !== "BlueGreenService") return;
        const sides = stack.workloads.filter((workload) => stack.componentOf(workload) === component);
        const color = requireKnown(text(getPath(component.outputs, "activeColor"))) ?? "";
        const name = getPath(component.outputs, "colors", color, "deployment");
        const active = sides.find((side) => side.name === name);
        if (active)
          judge(
            active,
            sides.filter((side) => side !== active),
          );
      }, component.title);
    }
    for (const service of stack.services) {
      if (stack.componentOf(service)) continue;
      report.part(() => {
        const [active, ...more] = stack.selectedBy(service);
        const idle = stack.alternativesTo(service);
        // A second Service that shows the idle side to testers is no flip: the larger side has a Service of its own then.
        const served = idle.filter(
          (side) => !stack.services.some((other) => stack.selectedBy(other).includes(side)),
        );
        if (active && more.length === 0) judge(active, served);
      }, service.title);
    }
  },
});

/** A canary's Deployments have the pods of its plan, whatever a transform made of them. */
function fullCanary(stack: StackFacts, component: ComponentFacts, report: Report): void {
  const side = getPath(component.outputs, "plan", "first") === "canary" ? "canary" : "stable";
  const planned = requireKnown(number(getPath(component.outputs, "plan", side)));
  const full = stack.childOf(component, stack.workloads, getPath(component.outputs, `${side}Name`));
  const pods = full && podsOf(full);
  if (!full || planned === undefined || pods === undefined || pods >= planned) return;
  tooSmall(report, full, pods, `is less than the ${planned} pods that carry the full load`, planned);
}

function tooSmall(
  report: Report,
  workload: WorkloadFacts,
  value: number,
  problem: string,
  least: number,
): void {
  const remedy = `give it at least ${least}`;
  report.object({ title: workload.title, urn: workload.urn, path: "spec.replicas", value, problem, remedy });
}
