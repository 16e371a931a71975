import { MAX_PODS } from "../../contract/defaults.js";
import { activeColorOf, type CanaryFacts } from "../facts/components.js";
import type { StackFacts } from "../facts/stack.js";
import { number, requireKnown, requireRecord } from "../facts/unknown.js";
import { podsOf, type WorkloadFacts } from "../facts/workloads.js";
import { numberLimit, wholeLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";
import type { Reporter } from "../framework/reporter.js";

/** Prevents a flip to a side with too few pods, which the traffic would overload. */
export const activeSideFullSize = stackPolicy({
  name: "active-side-full-size",
  description: "The side that gets the traffic has at least as many pods as the idle sides.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Scale the side up before it gets the traffic.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment",
  limits: {
    minimum: wholeLimit("Minimum number of pods of the side that gets the traffic.", 1, {
      minimum: 1,
      maximum: MAX_PODS,
    }),
    fraction: numberLimit("Minimum size of the active side, as a fraction of the largest idle side.", 1, {
      minimum: 0,
      maximum: 1,
    }),
  },
  check(stack, { minimum, fraction }, reporter) {
    const judge = (active: WorkloadFacts, idle: readonly WorkloadFacts[]) => {
      const pods = podsOf(active);
      if (pods === undefined || pods === 0) return; // unknown to the stack; service-has-pods reports 0 pods
      const largest = Math.max(0, ...idle.map((workload) => podsOf(workload) ?? 0));
      const least = Math.max(minimum, Math.ceil(largest * fraction));
      if (pods >= least) return;
      const why = least > minimum ? `the idle side has ${largest}` : `the minimum is ${minimum}`;
      reportTooSmall(reporter, active, pods, `is too few pods for all the traffic: ${why}`, least);
    };
    reporter.forEach(stack.components, (component) => {
      if (component.kind === "CanaryDeployment") judgeCanary(stack, component, reporter);
      if (component.kind !== "BlueGreenService") return;
      const sides = stack.workloadsOf(component);
      const { deployment } = activeColorOf(component);
      const active = sides.find((side) => side.name === deployment);
      const idle = sides.filter((side) => side !== active);
      if (active) judge(active, idle);
    });
    reporter.forEach(stack.services, (service) => {
      if (stack.componentOf(service)) return;
      const [active, ...more] = stack.selectedBy(service);
      // A side with its own Service, such as one for testers, is not waiting for a flip.
      const served = stack
        .alternativesTo(service)
        .filter((side) => !stack.services.some((other) => stack.selectedBy(other).includes(side)));
      if (active && more.length === 0) judge(active, served);
    });
  },
});

/** Compares the canary's main Deployment with the plan: a transform may have changed its replicas. */
function judgeCanary(stack: StackFacts, component: CanaryFacts, reporter: Reporter): void {
  const { plan: registered, canaryName, stableName } = component.outputs;
  const plan = requireRecord(registered);
  const [planned, name] = plan.first === "canary" ? [plan.canary, canaryName] : [plan.stable, stableName];
  const least = requireKnown(number(planned));
  const full = stack.workloadsOf(component).find((side) => side.name === name);
  const pods = full && podsOf(full);
  if (!full || least === undefined || pods === undefined || pods >= least) return;
  reportTooSmall(
    reporter,
    full,
    pods,
    `is less than the ${least} pods that the plan needs for the full load`,
    least,
  );
}

function reportTooSmall(
  reporter: Reporter,
  { title, urn }: WorkloadFacts,
  value: number,
  problem: string,
  least: number,
): void {
  reporter.report({
    title,
    urn,
    path: "spec.replicas",
    value,
    problem,
    remedy: `set it to at least ${least}`,
  });
}
