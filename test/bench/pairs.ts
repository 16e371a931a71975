import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { WORKERS } from "./paths.js";

/** What a run of a worker took. */
export interface Taken {
  readonly ms: number;
  readonly bytes: number;
  /** How many resources it registered. */
  readonly resources?: number;
}

/** Both sides of a comparison. */
export interface Pair {
  readonly ours: Taken;
  readonly theirs: Taken;
}

/** Runs of two programs, one after the other in turn, so that both meet the same machine. */
export interface Pairs {
  readonly ours: readonly Taken[];
  readonly theirs: readonly Taken[];
}

/** Runs a worker in a process of its own. */
export function runWorker<T = Taken>(name: string, ...args: readonly string[]): T {
  const worker = join(WORKERS, `${name}.cjs`);
  const output = execFileSync(process.execPath, ["--expose-gc", worker, ...args], { encoding: "utf8" });
  return JSON.parse(output) as T;
}

/** Measures both in turn. */
export function inPairs(count: number, ours: () => Taken, theirs: () => Taken): Pairs {
  return pairsOf(count, () => ({ ours: ours(), theirs: theirs() }));
}

/** Measures pairs. The first one, which fills the caches of the machine, does not count. */
export function pairsOf(count: number, pair: () => Pair): Pairs {
  const pairs = Array.from({ length: count + 1 }, pair).slice(1);
  for (const pair of pairs) {
    if (pair.ours.resources === pair.theirs.resources) continue;
    throw new Error(`${pair.ours.resources} and ${pair.theirs.resources} resources cannot be compared`);
  }
  return { ours: pairs.map((pair) => pair.ours), theirs: pairs.map((pair) => pair.theirs) };
}

/** A figure of both, and how they compare: the median of the pairs, with the smallest and the largest. */
export interface Compared {
  readonly ours: number;
  readonly theirs: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Compares a figure pair by pair: as a ratio, or as a difference. */
export function compare(
  { ours, theirs }: Pairs,
  figure: "ms" | "bytes",
  by: "ratio" | "difference" = "ratio",
): Compared {
  const each = ours.map((our, i) => {
    const their = theirs[i][figure];
    return by === "ratio" ? our[figure] / their : our[figure] - their;
  });
  return {
    ours: medianOf(ours.map((taken) => taken[figure])),
    theirs: medianOf(theirs.map((taken) => taken[figure])),
    median: medianOf(each),
    least: Math.min(...each),
    most: Math.max(...each),
  };
}

/** The middle value, or the mean of the two middle ones. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
