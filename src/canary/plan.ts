import { DEFAULT_TOLERANCE, MAX_PODS } from "../contract/defaults.js";
import type { CanaryPlan } from "../contract/outputs.js";

/** Arguments of `planCanary`. */
export interface PlanCanaryArgs {
  /** Pods that carry the full load: a whole number from 1. One side always has at least this many. Required. */
  readonly replicas: number;
  /** Share of new connections for the canary, in percent: any number from 0 to 100. Required. */
  readonly weight: number;
  /**
   * Maximum total number of pods of both sides after the step: a whole number above `replicas`. A larger total meets a small
   * weight more exactly. Default: up to `replicas` pods on the smaller side, and no more than `replicas` on the larger one.
   */
  readonly maxPods?: number;
  /** Points by which the achieved share may differ from `weight`: a number from 0 to 100. Default: 5. */
  readonly tolerance?: number;
}

/** Pods of each side. */
export interface PodCounts {
  readonly stable: number;
  readonly canary: number;
}

/** The plan of two Deployments behind one Service, for checked arguments; see `planCanary`. */
export function planReplicas({ replicas, weight, maxPods, tolerance }: PlanCanaryArgs): CanaryPlan {
  return planOf(weight, podsFor(replicas, weight, maxPods), replicas, tolerance);
}

/**
 * The fewest pods of both sides that bring the share within `points` of the weight, for a hint in a message. Undefined if no
 * total up to a hundred times `replicas` does.
 */
export function maxPodsMeeting(
  args: { replicas: number; weight: number },
  points: number,
): CanaryPlan | undefined {
  const most = Math.min(MAX_PODS, args.replicas * 100);
  for (let maxPods = args.replicas + 1; maxPods <= most; maxPods++) {
    const pair = nearest(args.weight, ofTotal(args.replicas, args.weight, maxPods));
    if (Math.abs(shareOf(pair) - args.weight) <= points) {
      return planOf(args.weight, pair, args.replicas); // no smaller total is as near, so this is the plan of maxPods
    }
  }
  return undefined;
}

/** The plan of a weight for which these pods are chosen. */
export function planOf(
  weight: number,
  pods: PodCounts,
  replicas: number,
  tolerance = DEFAULT_TOLERANCE,
): CanaryPlan {
  const achieved = shareOf(pods);
  const error = Math.abs(achieved - weight);
  return {
    weight,
    ...pods,
    achieved,
    error,
    peakPods: Math.max(replicas, pods.stable) + pods.canary,
    first: weight < 50 ? "stable" : "canary",
    withinTolerance: error <= tolerance,
  };
}

/** Per cent of new connections that the canary gets. */
export function shareOf({ stable, canary }: PodCounts): number {
  return (100 * canary) / (stable + canary);
}

function podsFor(replicas: number, weight: number, maxPods: number | undefined): PodCounts {
  if (weight === 0) return { stable: replicas, canary: 0 };
  if (weight === 100) return { stable: 0, canary: replicas };
  const pairs = maxPods === undefined ? withOneFullSide(replicas, weight) : upTo(replicas, weight, maxPods);
  return nearest(weight, pairs);
}

/** One side has `replicas` pods. Of the other side's sizes, only the two next to the exact one can be nearest. */
function withOneFullSide(replicas: number, weight: number): PodCounts[] {
  const canaries = around((replicas * weight) / (100 - weight), 1, replicas);
  const stables = around((replicas * (100 - weight)) / weight, 1, replicas);
  return [
    ...canaries.map((canary) => ({ stable: replicas, canary })),
    ...stables.map((stable) => ({ stable, canary: replicas })),
  ];
}

function upTo(replicas: number, weight: number, maxPods: number): PodCounts[] {
  const pairs: PodCounts[] = [];
  for (let total = replicas + 1; total <= maxPods; total++) pairs.push(...ofTotal(replicas, weight, total));
  return pairs;
}

function ofTotal(replicas: number, weight: number, total: number): PodCounts[] {
  const exact = (total * weight) / 100;
  const canaries = [...around(exact, 1, total - replicas), ...around(exact, replicas, total - 1)];
  return canaries.map((canary) => ({ stable: total - canary, canary }));
}

/** The whole numbers on both sides of `exact`, moved into the range from `low` to `high`. */
export function around(exact: number, low: number, high: number): number[] {
  return [Math.floor(exact), Math.ceil(exact)].map((count) => Math.min(Math.max(count, low), high));
}

/** The pods whose share is nearest to the weight; on a tie the fewest pods. `candidates` has at least one element. */
export function nearest(weight: number, candidates: readonly PodCounts[]): PodCounts {
  return candidates.reduce((best, pods) => (better(weight, pods, best) ? pods : best));
}

function better(weight: number, a: PodCounts, b: PodCounts): boolean {
  const difference = Math.abs(shareOf(a) - weight) - Math.abs(shareOf(b) - weight);
  if (Math.abs(difference) > 1e-9) return difference < 0; // rounding must not decide between equal shares
  const fewer = a.stable + a.canary - (b.stable + b.canary);
  // Mirrored pairs tie only at weight 50, where the canary changes first and so must be the full side.
  return fewer !== 0 ? fewer < 0 : a.canary > b.canary;
}
