import { total } from "../load/load.js";
import type { ScenarioResult } from "./result.js";
import { grouped, table } from "./table.js";

/** The scenario whose floor is too low, a control, and the one that it is compared with. */
export const LOW_FLOOR = "low floor";
export const PEAK = "peak";

const TEXT = `One pod answers ten requests a second, and the load is forty a second. The autoscaler gives it about seven pods, but the
floor is one. Without \`matchLiveSize\` a change continues as soon as one pod of the other side is ready. Requests then wait for their turn, until
the autoscaler has made more pods. A request that is not answered within 20 s is lost. It counts for the change that goes on at that moment.
An answer is slow if it took a second or more.`;

/** What a change at a peak costs with a floor that is too low, next to the same with `matchLiveSize`; nothing without such a run. */
export function floorSection(results: readonly ScenarioResult[]): string[] {
  const rows = results
    .filter(({ scenario }) => scenario === LOW_FLOOR || scenario === PEAK)
    .flatMap(({ scenario, changes }) =>
      changes
        .filter(({ share }) => share)
        .map(({ app, title, counts, fewest }) => [
          ...[scenario === PEAK ? "yes" : "no", app, title],
          ...[total(counts.lost), counts.slow, counts.begun].map(grouped),
          String(fewest),
        ]),
    );
  if (rows.length === 0) return [];
  const head = ["`matchLiveSize`", "app", "change", "lost", "slow", "of", "fewest ready"];
  return ["## A floor that is too low", TEXT, table(head, rows)];
}
