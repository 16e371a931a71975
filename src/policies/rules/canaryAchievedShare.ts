import { DEFAULT_TOLERANCE } from "../../contract/defaults.js";
import { getPath, number, requireKnown } from "../facts/unknown.js";
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
  check(stack, { tolerance }, report) {
    for (const component of stack.components) {
      if (component.kind !== "CanaryDeployment") continue;
      report.part(() => {
        const plan = getPath(component.outputs, "plan");
        const error = requireKnown(number(getPath(plan, "error"))) ?? 0;
        if (error <= tolerance) return;
        const achieved = shown(requireKnown(number(getPath(plan, "achieved"))) ?? 0);
        const { stable, canary } = { stable: getPath(plan, "stable"), canary: getPath(plan, "canary") };
        const least = getPath(plan, "bounds") === undefined ? "" : " at least";
        report.object({
          title: component.title,
          urn: component.urn,
          path: "weight",
          value: getPath(plan, "weight"),
          problem: `becomes ${achieved} % (${stable} stable + ${canary} canary pods${least}), ${shown(error)} points off, allowed are ${tolerance}`,
          remedy: least
            ? "raise autoscaling.minReplicas, or choose a weight that the pods can meet"
            : "raise replicas or maxPods, or choose a weight that the pods can meet",
        });
      }, component.title);
    }
  },
});

function shown(value: number): number {
  return Number(value.toFixed(1));
}
