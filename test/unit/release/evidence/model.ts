import type { EvidenceQuestion, Period, Side } from "../../../../src/release/driver/ports.js";
import type { EvidenceSpec, IndicatorSpec } from "../../../../src/release/spec/spec.js";
import type { FakeSeries } from "../../../support/prometheus.js";

/** The start of a simulated release. */
export const START = Date.parse("2026-03-02T10:00:00Z");

/** A pod that counts its requests, and when it is scraped. Times are seconds after START. */
export interface Pod {
  readonly side: string;
  readonly name: string;
  readonly starts: number;
  readonly ends: number;
  /** Of the first scrape after `starts`. */
  readonly offset: number;
  readonly interval: number;
  /** Numbers of scrapes that fail. */
  readonly missed: readonly number[];
  /** When the process begins again, in the order of time. */
  readonly restarts: readonly number[];
  readonly requests: readonly Request[];
}

export interface Request {
  readonly at: number;
  readonly code: string;
}

export function scrapeTimes({ starts, ends, offset, interval, missed }: Pod): number[] {
  const times: number[] = [];
  for (let index = 0; starts + offset + index * interval < ends; index++) {
    if (!missed.includes(index)) times.push(starts + offset + index * interval);
  }
  return times;
}

/** What Prometheus stores of the pods: a series appears with the first request of its code. */
export function seriesOfPods(pods: readonly Pod[]): FakeSeries[] {
  return pods.flatMap((pod) =>
    [...new Set(pod.requests.map(({ code }) => code))].map((code) => ({
      labels: labelsOf(pod, code),
      samples: scrapeTimes(pod).flatMap((time): [number, number][] => {
        const value = countBetween(pod, (one) => one.code === code, bootBefore(pod, time), time);
        return value === 0 ? [] : [[START + 1000 * time, value]];
      }),
    })),
  );
}

const labelsOf = ({ name, side }: Pod, code: string) => ({
  ...{ __name__: "http_requests_total", job: "myapp", instance: `${name}:80`, track: side, code },
});

export function bootBefore({ restarts, starts }: Pod, time: number): number {
  return restarts.filter((at) => at <= time).at(-1) ?? starts;
}

/** Requests after `from`, up to `until`. */
export function countBetween(
  { requests }: Pod,
  wanted: (request: Request) => boolean,
  from: number,
  until: number,
): number {
  return requests.filter((one) => wanted(one) && one.at > from && one.at <= until).length;
}

export const STABLE: Side = { name: "stable", version: "1.0", pods: 9, labels: {} };
export const CANARY: Side = { name: "canary", version: "1.1", pods: 1, labels: {} };

const RULE = { worseThan: 2, negligible: 0.005 };

export const ERRORS = {
  ...RULE,
  name: "errors",
  source: "counters",
  bad: 'http_requests_total{track="$side",code=~"5.."}',
  total: 'http_requests_total{track="$side"}',
} as const satisfies IndicatorSpec;

export const SLOW = {
  ...RULE,
  name: "slow",
  source: "histogram",
  histogram: 'http_request_duration_seconds{track="$side"}',
  slowerThan: 0.3,
} as const satisfies IndicatorSpec;

export function specOf(indicators: readonly IndicatorSpec[], url = "http://prometheus:9090"): EvidenceSpec {
  return {
    prometheus: { url },
    indicators,
    ...{ pods: true, falseAlarm: 0.01, miss: 0.05, window: 15, warmUp: 30, giveUpAfter: 600 },
  };
}

/** A question about periods in seconds after START. */
export function questionOf(
  indicators: readonly IndicatorSpec[],
  periods: readonly (readonly [from: number, until: number])[],
  url?: string,
): EvidenceQuestion {
  return {
    spec: specOf(indicators, url),
    periods: periods.map(([from, until], step): Period => ({ step, from: at(from), until: at(until) })),
    stable: STABLE,
    canary: CANARY,
  };
}

/** Milliseconds since 1970 of seconds after START. */
export const at = (seconds: number) => START + 1000 * seconds;
