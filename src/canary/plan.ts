import { DEFAULT_TOLERANCE, MAX_PODS } from "../contract/defaults.js";
import type { CanaryPlan } from "../contract/outputs.js";
import { checkWhole } from "../diagnostics/checks.js";
import { Problems } from "../diagnostics/problems.js";
import { throwIfRefused } from "../diagnostics/pulumi.js";

/** What {@link planCanary} is asked. */
export interface PlanCanaryArgs {
  /** Pods that carry the full load: a whole number from 1. One side always has at least as many. */
  readonly replicas: number;
  /** Share of new connections for the canary, in per cent: any number from 0 to 100. */
  readonly weight: number;
  /**
   * Most pods that may stand on both sides together when the change is done, a whole number above `replicas`.
   * A larger total meets a small weight better. Default: up to `replicas` pods on the smaller side, none added to the larger.
   */
  readonly maxPods?: number;
  /** Points the achieved share may differ from `weight` before it counts as missed: a number from 0. Default 5. */
  readonly tolerance?: number;
}

/**
 * Turns a weight into pods per side.
 *
 * kube-proxy gives each ready pod an equal share of new connections, so the share is canary / (stable + canary).
 * Candidates are the pairs in which one side has exactly `replicas` pods and the other 1 to `replicas`; with `maxPods`
 * every pair in which one side has at least `replicas`, the other at least 1, and both together at most `maxPods`.
 * The pair with the nearest share wins, the one with fewest pods on a tie. Weight 0 is (replicas, 0), 100 is (0, replicas).
 *
 * The candidates do not depend on the weight, so the achieved share never falls when the weight rises. One side always
 * has `replicas` pods, so bringing that side to its size first keeps `replicas` ready pods behind the Service
 * whatever the weight was before.
 *
 * | replicas | weight | stable + canary | achieved |
 * |---|---|---|---|
 * | 10 | 2 | 10 + 1 | 9.1 % |
 * | 10 | 10 | 10 + 1 | 9.1 % |
 * | 3 | 25 | 3 + 1 | 25 % |
 * | 3 | 50 | 3 + 3 | 50 % |
 * | 3 | 90 | 1 + 3 | 75 % |
 * | 10, `maxPods` 50 | 2 | 49 + 1 | 2 % |
 *
 * @throws ArgumentError naming every bad argument.
 */
export function planCanary(args: PlanCanaryArgs): CanaryPlan {
  const problems = new Problems("planCanary");
  checkPlan(problems, args);
  throwIfRefused(problems);
  return plan(args);
}

/**
 * The plan of a held rollout: `replicas` old pods stay, and the canary's come beside them, so that at most half of the
 * connections go to it: a Deployment never has more than `replicas` pods of one version, whatever its surge. At weight 100
 * all pods are the canary's.
 */
export function planHold({ replicas, weight, maxPods, tolerance }: PlanCanaryArgs): CanaryPlan {
  if (weight === 0 || weight === 100)
    return { ...planned(weight, pods(replicas, weight, undefined), replicas, tolerance), first: "stable" };
  const most = Math.min(maxPods ?? 2 * replicas, 2 * replicas) - replicas;
  const canaries = around((replicas * weight) / (100 - weight), 1, most);
  const pair = nearest(
    weight,
    canaries.map((canary) => ({ stable: replicas, canary })),
  ) as Pair;
  return { ...planned(weight, pair, replicas, tolerance), first: "stable" };
}

/** The plan of a route: the gateway divides exactly, so each side that gets anything stands at full size. */
export function planExact({ replicas, weight, tolerance }: PlanCanaryArgs): CanaryPlan {
  const { stable, canary } = weightsOf(weight);
  const pair = { stable: stable > 0 ? replicas : 0, canary: canary > 0 ? replicas : 0 };
  const achieved = share({ stable, canary });
  const exact = planned(weight, pair, replicas, tolerance);
  const error = Math.abs(achieved - weight);
  return { ...exact, achieved, error, first: stable > 0 ? "stable" : "canary", withinTolerance: true };
}

/** A weight in per cent as the whole numbers a route takes; up to four decimals are kept, and a small share is kept above 0. */
export function weightsOf(weight: number): Pair {
  let scale = 1;
  while (scale < 10_000 && !Number.isInteger(weight * scale)) scale *= 10;
  const total = 100 * scale;
  const exact = Math.round(weight * scale);
  const canary = weight === 0 || weight === 100 ? exact : Math.min(Math.max(exact, 1), total - 1);
  return { stable: total - canary, canary };
}

/** Refuses what {@link planCanary} cannot plan; tells whether it can. */
export function checkPlan(problems: Problems, args: PlanCanaryArgs): boolean {
  const { replicas, weight, maxPods, tolerance } = args;
  const size = checkWhole(problems, "replicas", replicas, { min: 1, max: MAX_PODS });
  const share = checkPercent(problems, "weight", weight, "is not a share of the connections");
  const total = maxPods === undefined || checkMaxPods(problems, maxPods, size ? replicas : 1);
  const slack =
    tolerance === undefined || checkPercent(problems, "tolerance", tolerance, "is not a distance in points");
  return size && share && total && slack;
}

/**
 * The fewest pods in all that bring the share within `points` of the weight, for a message that says what would help;
 * undefined where no total up to a hundred times `replicas` does.
 */
export function podsWithin(
  args: { replicas: number; weight: number },
  points: number,
): CanaryPlan | undefined {
  const most = Math.min(MAX_PODS, args.replicas * 100);
  for (let maxPods = args.replicas + 1; maxPods <= most; maxPods++) {
    const pair = nearest(args.weight, ofTotal(args.replicas, args.weight, maxPods));
    if (pair && Math.abs(share(pair) - args.weight) <= points) {
      return planned(args.weight, pair, args.replicas); // no smaller total is as near, so this is the plan of maxPods
    }
  }
  return undefined;
}

interface Pair {
  readonly stable: number;
  readonly canary: number;
}

function plan({ replicas, weight, maxPods, tolerance }: PlanCanaryArgs): CanaryPlan {
  return planned(weight, pods(replicas, weight, maxPods), replicas, tolerance);
}

function planned(weight: number, pair: Pair, replicas: number, tolerance = DEFAULT_TOLERANCE): CanaryPlan {
  const achieved = share(pair);
  const error = Math.abs(achieved - weight);
  return {
    weight,
    ...pair,
    achieved,
    error,
    peakPods: Math.max(replicas, pair.stable) + pair.canary,
    first: weight < 50 ? "stable" : "canary",
    withinTolerance: error <= tolerance,
  };
}

function pods(replicas: number, weight: number, maxPods: number | undefined): Pair {
  if (weight === 0) return { stable: replicas, canary: 0 };
  if (weight === 100) return { stable: 0, canary: replicas };
  const pairs = maxPods === undefined ? besideFullSide(replicas, weight) : upTo(replicas, weight, maxPods);
  return nearest(weight, pairs) as Pair; // never empty: a share between 0 and 100 has at least replicas + 1
}

/** One side has `replicas` pods; of the other's sizes only the two around the exact one can be nearest. */
function besideFullSide(replicas: number, weight: number): Pair[] {
  const canaries = around((replicas * weight) / (100 - weight), 1, replicas);
  const stables = around((replicas * (100 - weight)) / weight, 1, replicas);
  return [
    ...canaries.map((canary) => ({ stable: replicas, canary })),
    ...stables.map((stable) => ({ stable, canary: replicas })),
  ];
}

function upTo(replicas: number, weight: number, maxPods: number): Pair[] {
  const pairs: Pair[] = [];
  for (let total = replicas + 1; total <= maxPods; total++) pairs.push(...ofTotal(replicas, weight, total));
  return pairs;
}

function ofTotal(replicas: number, weight: number, total: number): Pair[] {
  const exact = (total * weight) / 100;
  const canaries = [...around(exact, 1, total - replicas), ...around(exact, replicas, total - 1)];
  return canaries.map((canary) => ({ stable: total - canary, canary }));
}

/** The whole numbers on both sides of `exact`, moved into the range from `low` to `high`. */
function around(exact: number, low: number, high: number): number[] {
  return [Math.floor(exact), Math.ceil(exact)].map((count) => Math.min(Math.max(count, low), high));
}

function nearest(weight: number, pairs: readonly Pair[]): Pair | undefined {
  let best: Pair | undefined;
  for (const pair of pairs) if (!best || better(weight, pair, best)) best = pair;
  return best;
}

function better(weight: number, a: Pair, b: Pair): boolean {
  const difference = Math.abs(share(a) - weight) - Math.abs(share(b) - weight);
  if (Math.abs(difference) > 1e-9) return difference < 0; // rounding must not decide between equal shares
  const fewer = a.stable + a.canary - (b.stable + b.canary);
  // A tie between mirror pairs exists only at 50, where the canary is brought up first and so must be the full side.
  return fewer !== 0 ? fewer < 0 : a.canary > b.canary;
}

/** Per cent of new connections that the canary gets. */
export function share({ stable, canary }: Pair): number {
  return (100 * canary) / (stable + canary);
}

function checkPercent(problems: Problems, path: string, value: unknown, problem: string): boolean {
  const good = typeof value === "number" && value >= 0 && value <= 100;
  if (!good) problems.refuse({ path, value, problem, remedy: "give a number from 0 to 100" });
  return good;
}

function checkMaxPods(problems: Problems, maxPods: unknown, replicas: number): boolean {
  if (!checkWhole(problems, "maxPods", maxPods, { min: 2, max: MAX_PODS })) return false;
  if (maxPods > replicas) return true;
  const problem = `leaves no pod for a second side beside ${replicas} replicas`;
  problems.refuse({ path: "maxPods", value: maxPods, problem, remedy: `give at least ${replicas + 1}` });
  return false;
}
