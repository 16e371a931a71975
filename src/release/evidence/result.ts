import { oneLine } from "../outside/oneLine.js";
import { type Flaw, firstFlaw, type Sample, type Series } from "./series.js";

/** The series in an answer of Prometheus' HTTP API. */
export interface Result {
  readonly series: readonly Series[];
  /** The first sample that is no value of a counter. It is not in the series. */
  readonly flaw: Flaw | undefined;
}

/** What is wrong with an answer. */
export interface NoResult {
  readonly problem: string;
  /** Whether a shorter time would give an answer. */
  readonly tooLarge?: boolean;
}

/** The errors of Prometheus, and of servers like it, about a query that selects too much. */
const TOO_LARGE = /too many samples|exceeded the maximum/i;

/** Reads an answer of Prometheus' HTTP API, or returns what is wrong with it. */
export function resultOf(text: string): Result | NoResult {
  const answer = jsonOf(text);
  if (answer === undefined) {
    const what = /^\s*</.test(text) ? "a web page" : text.trim() === "" ? "nothing" : oneLine(text, 80);
    return { problem: `answered ${what} instead of JSON; evidence.prometheus.url must be Prometheus itself` };
  }
  const { status, error, errorType, data, warnings } = answer as RawAnswer;
  if (status === "error") {
    const reason = oneLine(String(error ?? errorType ?? "without a reason"));
    return { problem: `refused the query: ${reason}`, tooLarge: TOO_LARGE.test(reason) };
  }
  const result = data?.result;
  if (status !== "success" || !Array.isArray(result)) {
    return {
      problem: "answered JSON that is not Prometheus'; evidence.prometheus.url must be Prometheus itself",
    };
  }
  // A federation of servers answers without those that do not answer, and counts would be too low.
  if (Array.isArray(warnings) && warnings.length > 0) {
    return { problem: `answered with a warning, so samples may be missing: ${oneLine(String(warnings[0]))}` };
  }
  return seriesOf(result);
}

interface RawAnswer {
  readonly warnings?: unknown;
  readonly status?: unknown;
  readonly error?: unknown;
  readonly errorType?: unknown;
  readonly data?: { readonly result?: unknown };
}

interface RawSeries {
  readonly metric?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly value?: unknown;
  readonly histograms?: unknown;
  readonly histogram?: unknown;
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value instanceof Object ? value : undefined;
  } catch {
    return undefined;
  }
}

function seriesOf(result: readonly unknown[]): ReturnType<typeof resultOf> {
  const all: Series[] = [];
  const flaws: Flaw[] = [];
  for (const one of result) {
    const { metric: labels = {}, values, value, histograms, histogram } = (one ?? {}) as RawSeries;
    if (histograms !== undefined || histogram !== undefined) {
      const name = labels.__name__ ?? "the metric";
      return {
        problem: `has ${name} as a native histogram, which has no counters; select a counter instead`,
      };
    }
    const samples = (values ?? (value === undefined ? [] : [value])).map(sampleOf);
    if (samples.some((sample) => sample === undefined)) {
      return {
        problem:
          "answered a series without times and values; evidence.prometheus.url must be Prometheus itself",
      };
    }
    const known = samples as readonly Sample[];
    flaws.push(...known.filter((sample) => !isCount(sample)).map((sample) => flawOf(sample, labels)));
    all.push({ labels, samples: sorted(known.filter(isCount)) });
  }
  return { series: all, flaw: firstFlaw(flaws) };
}

function isCount({ value }: Sample): boolean {
  return value >= 0 && value < Number.POSITIVE_INFINITY;
}

function flawOf({ time, value }: Sample, labels: Readonly<Record<string, string>>): Flaw {
  return { time, problem: `has the value ${value} in ${nameOf(labels)}; a counter is 0 or more` };
}

function sampleOf(pair: unknown): Sample | undefined {
  if (!Array.isArray(pair) || typeof pair[0] !== "number" || typeof pair[1] !== "string") return undefined;
  const text = pair[1];
  const value = /^[+-]?Inf$/.test(text) ? Number(`${text}inity`) : text === "NaN" ? Number.NaN : Number(text);
  return { time: Math.round(pair[0] * 1000), value };
}

/** In the order of time, and each time once. */
function sorted(samples: readonly Sample[]): Sample[] {
  const byTime = new Map(samples.map((sample) => [sample.time, sample]));
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}

function nameOf({ __name__: name = "", ...labels }: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return oneLine(`${name}{${parts.join(",")}}`, 120);
}
