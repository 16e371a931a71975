import { renderSelector, type Selector, withNameSuffix } from "../spec/selector.js";
import type { Answer, Prometheus } from "./prometheus.js";
import { type SideOfRelease, scrapesOfHistogram } from "./scrapes.js";
import { type Flaw, firstFlaw, keyOf, type Series } from "./series.js";
import { earliest, type FetchSeries, flawsOf, isUnanswered, ofAllSides, type ReadScrapes } from "./source.js";

export interface HistogramQuestion {
  readonly histogram: Selector;
  /** Seconds. Events that took longer are bad. */
  readonly slowerThan: number;
  readonly variables: (side: SideOfRelease) => { readonly side: string; readonly version: string };
}

/**
 * Reads the count of a histogram, and its bucket at `slowerThan`: what is in the bucket is good. Events between two buckets
 * are not known, so a bucket of exactly this limit must exist.
 */
export function readHistogram(
  prometheus: Prometheus,
  fetchSeries: FetchSeries,
  question: HistogramQuestion,
  sides: readonly SideOfRelease[] = ["canary", "stable"],
): ReadScrapes {
  const { histogram, slowerThan, variables } = question;
  const count = withNameSuffix(histogram, "_count");
  const bucket = withNameSuffix(histogram, "_bucket");
  if (!count || !bucket) {
    return async () => ({
      problem:
        "histogram: selects by labels alone; begin it with the metric's name, without _count or _bucket",
    });
  }
  return (from, until) =>
    ofAllSides(sides, async (side) => {
      const render = (selector: Selector) => renderSelector(selector, variables(side));
      const limits = await prometheus.valuesOf("le", render(bucket), from, until);
      if (isUnanswered(limits)) return limits;
      const equal = limits.result.filter((limit) => isClose(Number(limit), slowerThan));
      const good: Selector = { ...bucket, matchers: [...bucket.matchers, anyOf("le", equal)] };
      const [counts, buckets] = await Promise.all([
        fetchSeries(render(count), from, until),
        equal.length === 0 ? NOTHING : fetchSeries(render(good), from, until),
      ]);
      if (isUnanswered(counts)) return counts;
      if (isUnanswered(buckets)) return buckets;
      const { pairs, flaw } = paired(counts.result, buckets.result, (series) =>
        missing(series, slowerThan, limits.result),
      );
      return {
        result: scrapesOfHistogram(side, pairs),
        serverTime: earliest([counts, buckets]),
        flaw: firstFlaw([...flawsOf("histogram", counts), ...flawsOf("histogram", buckets), flaw]),
      };
    });
}

const NOTHING: Promise<Answer<readonly Series[]>> = Promise.resolve({ result: [], serverTime: undefined });

/** Prometheus before version 3 keeps a limit as it was written: 0.3, 0.30 or 3e-1. */
function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function anyOf(label: string, values: readonly string[]): Selector["matchers"][number] {
  const escaped = values.map((value) => value.replace(/[.+]/g, "\\$&"));
  return { label, operator: "=~", value: escaped.join("|") };
}

/** Each count with its bucket. A count without one would look as if every event were slow. */
function paired(
  counts: readonly Series[],
  buckets: readonly Series[],
  problemOf: (series: Series) => string,
): { readonly pairs: { count: Series; bucket: Series }[]; readonly flaw: Flaw | undefined } {
  const key = ({ labels }: Series) => keyOf(labels, (label) => label !== "le" && label !== "__name__");
  const byKey = new Map(buckets.map((bucket) => [key(bucket), bucket]));
  const flaws: Flaw[] = [];
  const pairs = counts.flatMap((count) => {
    const bucket = byKey.get(key(count));
    if (bucket) return { count, bucket };
    flaws.push({ time: count.samples[0]?.time ?? 0, problem: problemOf(count) });
    return [];
  });
  return { pairs, flaw: firstFlaw(flaws) };
}

function missing({ labels }: Series, slowerThan: number, limits: readonly string[]): string {
  const numbers = limits.map(Number).filter(Number.isFinite);
  const known = [...new Set(numbers)].sort((a, b) => a - b).map((limit) => `${limit}s`);
  const where = labels.instance === undefined ? "" : ` on ${labels.instance}`;
  if (known.length === 0) {
    return `histogram: ${labels.__name__ ?? "the count"}${where} has no buckets; select a histogram with buckets`;
  }
  return (
    `slowerThan: the histogram${where} has no bucket of ${slowerThan}s, so events above it cannot be counted; ` +
    `choose one of its buckets: ${known.join(", ")}`
  );
}
