import type {
  BlueGreenSpec,
  CanarySpec,
  EvidenceSpec,
  IndicatorRule,
  IndicatorSpec,
  OnUndecided,
  ReleaseSpec,
} from "../../../src/release/spec/spec.js";
import { PROMETHEUS } from "../boot/prometheus.js";
import { KEYS, type Released } from "./program.js";

/** What differs between releases. */
export interface SpecOptions {
  /** Percent of the connections in each step. Default: 10, 25, 50, 100. */
  readonly steps?: readonly number[];
  /** Seconds that the last step lasts at least, or a bake. Default: 8. */
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
const CANARY_RULE = { worseThan: 2, negligible: 0.03, ceiling: 0.1 };
/** After a flip the color is judged alone: 5 % of errors must be above the ceiling. */
const COLOR_RULE = { worseThan: 2, negligible: 0.01, ceiling: 0.02 };

/** How a release of the app is judged. */
export function ruleOf({ kind }: Pick<Released, "kind">): IndicatorRule {
  return kind === "canary" ? CANARY_RULE : COLOR_RULE;
}

/** The release of an app, with times that suit a test. */
export function specOf(released: Released, options: SpecOptions = {}): ReleaseSpec {
  const { deadline = 3600, onUndecided = "wait" } = options;
  const evidence: EvidenceSpec = {
    prometheus: { url: PROMETHEUS },
    indicators: indicatorsOf(released),
    pods: true,
    ...{ falseAlarm: 0.01, miss: 0.05, window: 4, warmUp: 4, giveUpAfter: options.giveUpAfter ?? 60 },
  };
  return {
    component: released.name,
    release: released.kind === "canary" ? canary(options) : blueGreen(released, options),
    checks: [],
    ...{ evidence, deadline, onUndecided },
  };
}

function canary({ steps = [10, 25, 50, 100], atLeast = 8 }: SpecOptions): CanarySpec {
  const stepOf = (weight: number, index: number) => ({
    ...{ weight, atLeast: index === steps.length - 1 ? atLeast : 0, approve: false },
  });
  return { kind: "canary", config: KEYS.canary, steps: steps.map(stepOf) };
}

function blueGreen({ replicas }: Released, { atLeast = 8 }: SpecOptions): BlueGreenSpec {
  const approve = false;
  return {
    kind: "blueGreen",
    config: KEYS.blueGreen,
    steps: [
      { step: "preview", replicas, approve },
      { step: "flip", approve },
      { step: "bake", atLeast, approve },
      { step: "retire", approve },
    ],
  };
}

function indicatorsOf({ name, kind }: Released): IndicatorSpec[] {
  const rule = ruleOf({ kind });
  const side = kind === "canary" ? "track" : "color";
  const series = (metric: string, more = "") => `${metric}{app="${name}",${side}="$side"${more}}`;
  return [
    {
      ...{ ...rule, name: "errors", source: "counters" },
      bad: series("http_requests_total", ',code=~"5.."'),
      total: series("http_requests_total"),
    },
    {
      ...{ ...rule, name: "slow", source: "histogram" },
      histogram: series("http_request_duration_seconds"),
      slowerThan: 0.3,
    },
  ];
}
