import type { Bounds, CanaryPlan } from "../contract/outputs.js";
import { type PlanCanaryArgs, planReplicas, shareOf } from "./plan.js";

/** An autoscaler never starts from 0 pods, so a side without traffic keeps this many. */
const IDLE: Bounds = { min: 1, max: 1 };

/**
 * The plan of a workload that is autoscaled between `size.min` and `size.max` pods: the plan of the smallest size, with the
 * bounds that keep each side's part of any size in between.
 *
 * Whatever the two autoscalers decide, the share stays within `achievedRange`. Both measure the same load on each pod, so they
 * usually grow by the same factor, and the share stays near the achieved one.
 */
export function planScaled(
  method: { readonly plan: (args: PlanCanaryArgs) => CanaryPlan; readonly exact: boolean },
  args: PlanCanaryArgs,
  size: Bounds,
): CanaryPlan {
  const { maxPods: _, ...planArgs } = args;
  const least = method.plan({ ...planArgs, replicas: size.min });
  const most = method.plan({ ...planArgs, replicas: size.max });
  const boundsOf = (side: "stable" | "canary") =>
    least[side] === 0 ? IDLE : { min: least[side], max: most[side] };
  const [stable, canary] = [boundsOf("stable"), boundsOf("canary")];
  const exact = method.exact || least.stable === 0 || least.canary === 0;
  return {
    ...least,
    peakPods: most.peakPods,
    bounds: { stable, canary },
    achievedRange: exact
      ? { least: least.achieved, most: least.achieved }
      : {
          least: shareOf({ stable: stable.max, canary: canary.min }),
          most: shareOf({ stable: stable.min, canary: canary.max }),
        },
  };
}

/** The plan of the smallest workload, above the planned one, whose share is within `points` of the weight. */
export function minReplicasMeeting({ weight, ...plan }: CanaryPlan, points: number): CanaryPlan | undefined {
  const size = plan[plan.first];
  for (let replicas = size + 1; replicas <= size * 100; replicas++) {
    const finer = planReplicas({ replicas, weight, tolerance: points });
    if (finer.withinTolerance) return finer;
  }
  return undefined;
}
