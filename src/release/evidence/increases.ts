import type { Counts } from "../judgement/counts.js";
import type { Point, Scrape, SideOfRelease } from "./scrapes.js";

/** Adds up the increases of counters, scrape by scrape. */
export interface Increases {
  /** Adds a scrape. They come in the order of time. */
  add(scrape: Scrape): void;
  /** What was counted since the last call. */
  take(): Readonly<Record<SideOfRelease, Counts>>;
  /** Why the counts mean nothing, and what to do. */
  readonly problem: string | undefined;
}

/** Scrapes in a row with bad events, but without a count of all events, after which it is no coincidence. */
const MOST_ORPHANS = 3;

/**
 * Counts from the first scrape of each target at or after `from`.
 *
 * An increase is what a later sample of a series has more than the sample before. A lower value means that the counter began
 * again at 0. A series that appears on a target that was scraped before counts from 0, because its first event was in
 * between. On a target that was not scraped before, its first sample only shows where counting begins: its events may be
 * older. A series that ends adds nothing.
 */
export function addUp(from: number): Increases {
  const begun = new Map<string, number>();
  const older = new Set<string>();
  const last = new Map<string, readonly number[]>();
  const sides = { canary: newTally("canary"), stable: newTally("stable") };
  const orphans = new Map<string, number>();
  let problem: string | undefined;

  return {
    add: ({ side, target, time, points }) => {
      const key = (series: string) => `${side} ${target} ${series}`;
      if (time < from) {
        for (const { series } of points) older.add(key(series));
        return;
      }
      if (!points.some(({ counts }) => counts !== "bad")) {
        const count = (orphans.get(side + target) ?? 0) + 1;
        orphans.set(side + target, count);
        if (count >= MOST_ORPHANS) problem ??= orphanText(target);
        return;
      }
      orphans.delete(side + target);
      if (!begun.has(target)) begun.set(target, time);
      const isFirst = begun.get(target) === time;
      for (const { series, counts, values } of points) {
        const before = last.get(key(series));
        // A series from before `from` that missed the first scrape: how much of it is new is not known.
        const isUnknown = isFirst || (before === undefined && older.has(key(series)));
        if (!isUnknown) sides[side].add(counts, increase(before ?? [], values));
        last.set(key(series), values);
      }
    },
    take: () => ({ canary: sides.canary.take(), stable: sides.stable.take() }),
    get problem() {
      return problem ?? sides.canary.problem ?? sides.stable.problem;
    },
  };
}

/** Two values of one histogram begin again together, although only one of them may be lower than before. */
function increase(before: readonly number[], now: readonly number[]): readonly number[] {
  const isReset = now.some((value, index) => value < (before[index] ?? 0));
  return isReset ? now : now.map((value, index) => value - (before[index] ?? 0));
}

/** The counts of one side. */
interface Tally {
  add(counts: Point["counts"], increases: readonly number[]): void;
  take(): Counts;
  readonly problem: string | undefined;
}

function newTally(side: SideOfRelease): Tally {
  let total = 0;
  let bad = 0;
  let good = 0;
  let taken = { total: 0, bad: 0 };
  let problem: string | undefined;
  return {
    add: (counts, [first = 0, second = 0]) => {
      if (counts === "bad") bad += first;
      else total += first;
      if (counts === "both") good += second;
      // A histogram's count may be read a moment after its buckets, so this may shrink for one scrape.
      if (counts === "both") bad = Math.max(bad, total - good);
    },
    take: () => {
      // Rounding the sums, and not the increases, keeps every event.
      const allTotal = Math.round(total);
      const allBad = Math.round(bad);
      const counted = { total: allTotal - taken.total, bad: allBad - taken.bad };
      // Bad events and all events may be two counters that were read one after the other: the surplus waits for its total.
      const shown = { total: counted.total, bad: Math.min(counted.bad, counted.total) };
      taken = { total: allTotal, bad: taken.bad + shown.bad };
      const surplus = allBad - taken.bad;
      if (surplus > 10 + allTotal / 100) {
        problem ??=
          `counts ${allBad} bad events among ${allTotal} on the ${side} side; ` +
          "the series of bad must be some of those of total";
      }
      return shown;
    },
    get problem() {
      return problem;
    },
  };
}

function orphanText(target: string): string {
  const labels = (JSON.parse(target) as [string, string][]).map(([name, value]) => `${name}="${value}"`);
  const where = labels.length === 0 ? "series without an instance" : `{${labels.join(",")}}`;
  return `has no total in the scrapes of ${where}; bad and total must come from the same scrapes`;
}
