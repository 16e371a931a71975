import { keyOf, type Series, targetOf } from "./series.js";

export type SideOfRelease = "canary" | "stable";

/** What one scrape of one target read for one side. */
export interface Scrape {
  readonly side: SideOfRelease;
  readonly target: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly points: readonly Point[];
}

/**
 * The value of one counter, or of two that only ever reset together.
 * - `total`: all events.
 * - `bad`: the bad ones among them.
 * - `both`: all events, then the good ones among them: the count of a histogram and one of its buckets.
 */
export interface Point {
  readonly series: string;
  readonly counts: "total" | "bad" | "both";
  readonly values: readonly number[];
}

/** The scrapes of one side, in the order of time, from counters of all events and of bad ones. */
export function scrapesOfCounters(
  side: SideOfRelease,
  total: readonly Series[],
  bad: readonly Series[],
): Scrape[] {
  const points = [
    ...total.flatMap((series) => pointsOf(series, "total")),
    ...bad.flatMap((series) => pointsOf(series, "bad")),
  ];
  return grouped(side, points);
}

/** The scrapes of one side, in the order of time, from the count of a histogram and one of its buckets. */
export function scrapesOfHistogram(
  side: SideOfRelease,
  pairs: readonly { readonly count: Series; readonly bucket: Series }[],
): Scrape[] {
  const points = pairs.flatMap(({ count, bucket }) => {
    const good = new Map(bucket.samples.map(({ time, value }) => [time, value]));
    const [target, series] = [targetOf(count), keyOf(count.labels)];
    return count.samples.flatMap(({ time, value }): PlacedPoint[] => {
      const below = good.get(time);
      return below === undefined ? [] : [{ target, time, series, counts: "both", values: [value, below] }];
    });
  });
  return grouped(side, points);
}

/** Merges sides or chunks. */
export function inOrder(scrapes: readonly Scrape[]): Scrape[] {
  return [...scrapes].sort((a, b) => a.time - b.time);
}

type PlacedPoint = Point & { readonly target: string; readonly time: number };

function pointsOf(series: Series, counts: "total" | "bad"): PlacedPoint[] {
  const [target, key] = [targetOf(series), `${counts} ${keyOf(series.labels)}`];
  return series.samples.map(({ time, value }) => ({ target, time, series: key, counts, values: [value] }));
}

function grouped(side: SideOfRelease, points: readonly PlacedPoint[]): Scrape[] {
  const scrapes = new Map<string, Scrape & { points: Point[] }>();
  for (const { target, time, series, counts, values } of points) {
    const key = `${time} ${target}`;
    const scrape = scrapes.get(key) ?? { side, target, time, points: [] };
    scrape.points.push({ series, counts, values });
    scrapes.set(key, scrape);
  }
  return inOrder([...scrapes.values()]);
}

/**
 * The time between two scrapes of a target in milliseconds: the median over all targets, so that a few missed scrapes do
 * not matter. Undefined where no target was scraped twice.
 */
export function scrapeInterval(scrapes: readonly Scrape[]): number | undefined {
  const gaps = gapsOf(scrapes).sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)];
}

/** The gap that is complete first. It stays the same, however many scrapes follow. */
export function firstInterval(scrapes: readonly Scrape[]): number | undefined {
  return gapsOf(scrapes)[0];
}

function gapsOf(scrapes: readonly Scrape[]): number[] {
  const last = new Map<string, number>();
  const gaps: number[] = [];
  for (const { target, time } of inOrder(scrapes)) {
    const before = last.get(target);
    if (before !== undefined && before < time) gaps.push(time - before);
    last.set(target, time);
  }
  return gaps;
}
