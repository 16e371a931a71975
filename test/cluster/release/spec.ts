import type {
  EvidenceSpec,
  IndicatorSpec,
  OnUndecided,
  ReleaseSpec,
} from "../../../src/release/spec/spec.js";
import { PROMETHEUS } from "../boot/prometheus.js";
import { KEYS } from "./program.js";

/** What differs between releases. */
export interface SpecOptions {
  /** Percent of the connections in each step. Default: 10, 25, 50, 100. */
  readonly steps?: readonly number[];
  /** Seconds that the last step lasts at least. Default: 8. */
  readonly atLeast?: number;
  /** Default: an hour, which no test reaches. */
  readonly deadline?: number;
  readonly onUndecided?: OnUndecided;
  /** Default: a minute. */
  readonly giveUpAfter?: number;
}

/**
 * How errors and slow answers are judged. A version with 5 % of errors is above what is negligible, and it is ruled out
 * for a good version within some 30 s at 6 requests per second.
 */
export const RULE = { worseThan: 2, negligible: 0.03, ceiling: 0.1 };

/** The release of a canary, with times that suit a test. */
export function specOf(name: string, options: SpecOptions = {}): ReleaseSpec {
  const { steps = [10, 25, 50, 100], atLeast = 8, deadline = 3600, onUndecided = "wait" } = options;
  const evidence: EvidenceSpec = {
    prometheus: { url: PROMETHEUS },
    indicators: indicatorsOf(name),
    pods: true,
    ...{ falseAlarm: 0.01, miss: 0.05, window: 4, warmUp: 4, giveUpAfter: options.giveUpAfter ?? 60 },
  };
  const stepOf = (weight: number, index: number) => ({
    ...{ weight, atLeast: index === steps.length - 1 ? atLeast : 0, approve: false },
  });
  return {
    component: name,
    release: { kind: "canary", config: KEYS.canary, steps: steps.map(stepOf) },
    checks: [],
    ...{ evidence, deadline, onUndecided },
  };
}

function indicatorsOf(name: string): IndicatorSpec[] {
  const series = (metric: string, more = "") => `${metric}{app="${name}",track="$side"${more}}`;
  return [
    {
      ...{ ...RULE, name: "errors", source: "counters" },
      bad: series("http_requests_total", ',code=~"5.."'),
      total: series("http_requests_total"),
    },
    {
      ...{ ...RULE, name: "slow", source: "histogram" },
      histogram: series("http_request_duration_seconds"),
      slowerThan: 0.3,
    },
  ];
}
