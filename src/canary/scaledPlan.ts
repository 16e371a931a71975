import type { Bounds, CanaryPlan } from "../contract/outputs.js";
import { type PlanCanaryArgs, planCanary, planExact, share } from "./plan.js";

/** An autoscaler never starts from 0 pods, so a side without traffic keeps this many. */
const IDLE: Bounds = { min: 1, max: 1 };

/**
 * The plan of a workload that is autoscaled between `size.min` and `size.max` pods: what `plan` makes of the smallest
 * size, with the bounds that keep each side's part of any size between.
 *
 * Whatever the two autoscalers decide, the share stays in `achievedRange`. They measure the same load for each pod, so
 * they usually grow by the same factor, and the share stays near the achieved one.
 */
export function planScaled(
  plan: (args: PlanCanaryArgs) => CanaryPlan,
  args: PlanCanaryArgs,
  size: Bounds,
): CanaryPlan {
  const { weight, tolerance } = args;
  const least = plan({ weight, tolerance, replicas: size.min });
  const most = plan({ weight, tolerance, replicas: size.max });
  const side = (track: "stable" | "canary") =>
    least[track] === 0 ? IDLE : { min: least[track], max: most[track] };
  const [stable, canary] = [side("stable"), side("canary")];
  const exact = plan === planExact || least.stable === 0 || least.canary === 0;
  return {
    ...least,
    peakPods: most.peakPods,
    bounds: { stable, canary },
    achievedRange: exact
      ? { least: least.achieved, most: least.achieved }
      : {
          least: share({ stable: stable.max, canary: canary.min }),
          most: share({ stable: stable.min, canary: canary.max }),
        },
  };
}

/** The plan of the smallest workload, above the planned one, whose share is within `points` of the weight. */
export function floorWithin({ weight, ...plan }: CanaryPlan, points: number): CanaryPlan | undefined {
  const size = plan[plan.first];
  for (let replicas = size + 1; replicas <= size * 100; replicas++) {
    const finer = planCanary({ replicas, weight, tolerance: points });
    if (finer.withinTolerance) return finer;
  }
  return undefined;
}
