import { type SideOfRelease, scrapesOfCounters } from "./scrapes.js";
import { firstFlaw } from "./series.js";
import {
  earliest,
  type FetchSeries,
  flawsOf,
  isUnanswered,
  ofAllSides,
  type ReadScrapes,
  type Rendered,
} from "./source.js";

/** Reads two counters: bad events, and all of them. */
export function readCounters(
  fetchSeries: FetchSeries,
  { bad, total }: { readonly bad: Rendered; readonly total: Rendered },
  sides: readonly SideOfRelease[] = ["canary", "stable"],
): ReadScrapes {
  return (from, until) =>
    ofAllSides(sides, async (side) => {
      const [all, some] = await Promise.all([
        fetchSeries(total(side), from, until),
        fetchSeries(bad(side), from, until),
      ]);
      if (isUnanswered(all)) return all;
      if (isUnanswered(some)) return some;
      return {
        result: scrapesOfCounters(side, all.result, some.result),
        serverTime: earliest([all, some]),
        flaw: firstFlaw([...flawsOf("total", all), ...flawsOf("bad", some)]),
      };
    });
}
