import { DEFAULT_TOLERANCE } from "../../contract/defaults.js";
import { number, requireKnown, requireRecord } from "../facts/unknown.js";
import { numberLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/** Warns if the pods cannot give a canary the share of connections that its weight specifies. */
export const canaryAchievedShare = stackPolicy({
  name: "canary-achieved-share",
  description: "A canary's share of the connections is close to its weight.",
  enforcementLevel: "advisory",
  severity: "medium",
  remediationSteps: "Allow more pods with maxPods, or choose a weight that the number of pods can achieve.",
  url: "https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments",
  limits: {
    tolerance: numberLimit(
      "Maximum difference between share and weight, in percentage points.",
      DEFAULT_TOLERANCE,
      {
        minimum: 0,
        maximum: 100,
      },
    ),
  },
  check(stack, { tolerance }, reporter) {
    reporter.forEach(stack.components, (component) => {
      if (component.kind !== "CanaryDeployment") return;
      const plan = requireRecord(component.outputs.plan);
      const error = requireKnown(number(plan.error)) ?? 0;
      if (error <= tolerance) return;
      const achieved = requireKnown(number(plan.achieved)) ?? 0;
      const autoscaled = plan.bounds !== undefined;
      const pods = `${autoscaled ? "at least " : ""}${plan.stable} stable + ${plan.canary} canary pods`;
      reporter.report({
        title: component.title,
        urn: component.urn,
        path: "weight",
        value: plan.weight,
        problem: `becomes ${rounded(achieved)} % (${pods}), which is ${rounded(error)} points off; at most ${tolerance} are allowed`,
        remedy: autoscaled
          ? "raise autoscaling.minReplicas, or choose a weight that the pods can achieve"
          : "raise replicas or maxPods, or choose a weight that the pods can achieve",
      });
    });
  },
});

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
