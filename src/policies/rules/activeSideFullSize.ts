import { MAX_PODS } from "../../contract/defaults.js";
import { activeColorOf, type CanaryFacts } from "../facts/components.js";
import type { StackFacts } from "../facts/stack.js";
import { number, requireKnown, requireRecord } from "../facts/unknown.js";
import { podsOf, type WorkloadFacts } from "../facts/workloads.js";
import { numberLimit, wholeLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";
import type { Reporter } from "../framework/reporter.js";

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
  check(stack, { minimum, fraction }, reporter) {
    const judge = (active: WorkloadFacts, idle: readonly WorkloadFacts[]) => {
      const pods = podsOf(active);
      if (pods === undefined || pods === 0) return; // an autoscaler decides; no pods is for service-has-pods
      const largest = Math.max(0, ...idle.map((workload) => podsOf(workload) ?? 0));
      const least = Math.max(minimum, Math.ceil(largest * fraction));
      if (pods >= least) return;
      const why = least > minimum ? `the idle side has ${largest}` : `${minimum} are the least here`;
      reportTooSmall(reporter, active, pods, `pods carry all the traffic, but ${why}`, least);
    };
    reporter.forEach(stack.components, (component) => {
      if (component.kind === "CanaryDeployment") judgeCanary(stack, component, reporter);
      if (component.kind !== "BlueGreenService") return;
      const sides = stack.workloads.filter((workload) => stack.componentOf(workload) === component);
      const { deployment } = activeColorOf(component);
      const active = sides.find((side) => side.name === deployment);
      const idle = sides.filter((side) => side !== active);
      if (active) judge(active, idle);
    });
    reporter.forEach(stack.services, (service) => {
      if (stack.componentOf(service)) return;
      const [active, ...more] = stack.selectedBy(service);
      // A second Service that shows the idle side to testers is no flip: the larger side has a Service of its own then.
      const served = stack
        .alternativesTo(service)
        .filter((side) => !stack.services.some((other) => stack.selectedBy(other).includes(side)));
      if (active && more.length === 0) judge(active, served);
    });
  },
});

/** A canary's Deployments have the pods of its plan, whatever a transform made of them. */
function judgeCanary(stack: StackFacts, component: CanaryFacts, reporter: Reporter): void {
  const { plan: registered, canaryName, stableName } = component.outputs;
  const plan = requireRecord(registered);
  const [planned, name] = plan.first === "canary" ? [plan.canary, canaryName] : [plan.stable, stableName];
  const least = requireKnown(number(planned));
  const full = stack.childOf(component, stack.workloads, name);
  const pods = full && podsOf(full);
  if (!full || least === undefined || pods === undefined || pods >= least) return;
  reportTooSmall(reporter, full, pods, `is less than the ${least} pods that carry the full load`, least);
}

function reportTooSmall(
  reporter: Reporter,
  { title, urn }: WorkloadFacts,
  value: number,
  problem: string,
  least: number,
): void {
  reporter.report({ title, urn, path: "spec.replicas", value, problem, remedy: `give it at least ${least}` });
}
