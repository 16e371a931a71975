import type { Line } from "../line.js";
import { compare, inPairs, type Pairs, runWorker, type Taken } from "../pairs.js";
import { withRecorded } from "../resources.js";

const [FEW, MANY] = [50, 500] as const;
/** Numbers of components, with how many pairs. */
const COUNTS = [
  [1, 25],
  [FEW, 21],
  [MANY, 7],
] as const;

/** Two kinds of components in turn. A program without them registers the same resources, with the same inputs and order. */
export function previews(pairs: (full: number) => number): Promise<readonly Line[]> {
  return withRecorded((file) => {
    const lines: Line[] = [];
    const measured = new Map<number, Pairs>();
    for (const [number, count] of COUNTS) {
      const run = (what: string) => () => runWorker("preview", what, String(number), file);
      const taken = inPairs(pairs(count), run("component"), run("raw"));
      measured.set(number, taken);
      const what = `preview of ${number} component${number === 1 ? "" : "s"}`;
      lines.push({ what, unit: "ms", by: "ratio", goal: 1.02, compared: compare(taken, "ms") });
    }
    const [few, many] = [measured.get(FEW), measured.get(MANY)];
    if (few && many) {
      const compared = compare(growth(few, many, MANY - FEW), "bytes");
      lines.push({ what: "memory of each further component", unit: "kB", by: "ratio", goal: 1.05, compared });
    }
    return lines;
  });
}

/** What each further component took. */
function growth(few: Pairs, many: Pairs, further: number): Pairs {
  const per = (before: readonly Taken[], after: readonly Taken[]) =>
    after.map(({ ms, bytes }, pair) => ({
      ms: (ms - (before[pair]?.ms ?? Number.NaN)) / further,
      bytes: (bytes - (before[pair]?.bytes ?? Number.NaN)) / further,
    }));
  return { ours: per(few.ours, many.ours), theirs: per(few.theirs, many.theirs) };
}
