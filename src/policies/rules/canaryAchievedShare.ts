import { DEFAULT_TOLERANCE } from "../../contract/defaults.js";
import { number, requireKnown, requireRecord } from "../facts/unknown.js";
import { numberLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/** What the pods make of a canary's weight is near the weight that was asked for. */
export const canaryAchievedShare = stackPolicy({
  name: "canary-achieved-share",
  description: "The share that a canary's pods get is near the weight that was asked for.",
  enforcementLevel: "advisory",
  severity: "medium",
  remediationSteps: "Allow more pods with maxPods, or choose a weight that the pods can meet.",
  url: "https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments",
  limits: {
    tolerance: numberLimit("Points that the share may differ from the weight.", DEFAULT_TOLERANCE, {
      minimum: 0,
      maximum: 100,
    }),
  },
  check(stack, { tolerance }, reporter) {
    reporter.forEach(stack.components, (component) => {
      if (component.kind !== "CanaryDeployment") return;
      const plan = requireRecord(component.outputs.plan);
      const error = requireKnown(number(plan.error)) ?? 0;
      if (error <= tolerance) return;
      const achieved = requireKnown(number(plan.achieved)) ?? 0;
      const autoscaled = plan.bounds !== undefined;
      const pods = `${plan.stable} stable + ${plan.canary} canary pods${autoscaled ? " at least" : ""}`;
      reporter.report({
        title: component.title,
        urn: component.urn,
        path: "weight",
        value: plan.weight,
        problem: `becomes ${rounded(achieved)} % (${pods}), ${rounded(error)} points off, allowed are ${tolerance}`,
        remedy: autoscaled
          ? "raise autoscaling.minReplicas, or choose a weight that the pods can meet"
          : "raise replicas or maxPods, or choose a weight that the pods can meet",
      });
    });
  },
});

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
