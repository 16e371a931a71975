import type { Verdict } from "../judgement/counts.js";
import { sumOf } from "../judgement/counts.js";
import { RateComparison } from "../judgement/rateComparison.js";
import type { EvidenceSpec, IndicatorRule, IndicatorSpec } from "../spec/spec.js";
import type { Course } from "./course.js";
import type { CoursePoint, IndicatorStatus, PodsStatus } from "./model.js";
import type { IndicatorReading, StepWindow } from "./ports.js";

/** Everything that is known about the new version at one stage. */
export interface Judgement {
  readonly verdict: Verdict;
  /** What decided, in a sentence: for the message of the update. */
  readonly reason: string;
  readonly indicators: readonly JudgedIndicator[];
  readonly pods: PodsStatus | undefined;
}

/** An indicator without the forecast, which takes longer than all the rest. */
export type JudgedIndicator = Omit<IndicatorStatus, "needs">;

/** Where a release is. */
export interface Place {
  readonly course: Course;
  readonly stage: number;
  /** Whether a person went to the stage, so that no evidence led to it. */
  readonly takenOver: boolean;
}

/** Judges a stage by the whole release. `readings` has one reading for each indicator. */
export function judge(
  spec: EvidenceSpec,
  place: Place,
  readings: readonly IndicatorReading[],
  pods: PodsStatus | undefined,
): Judgement {
  const indicators = spec.indicators.map((indicator, at) => {
    const reading = readings[at] ?? { name: indicator.name, windows: [], problem: "it was not read" };
    return judgeIndicator(spec, indicator, place, reading);
  });
  const parts = [...indicators, ...(pods ? [{ name: "pods", ...pods }] : [])];
  const verdict = worst(parts.map((part) => part.verdict));
  const deciding = verdict === "pass" ? parts : parts.filter((part) => part.verdict === verdict);
  const reason = deciding.map(({ name, reason: text }) => `${name}: ${text}`).join("; ");
  return { verdict, reason, indicators, pods };
}

/** A failure counts whatever else is unknown; what cannot be read is worse than what is not decided yet. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ["fail", "error", "undecided"];
  return order.find((verdict) => verdicts.includes(verdict)) ?? "pass";
}

function judgeIndicator(
  spec: EvidenceSpec,
  indicator: IndicatorSpec,
  place: Place,
  { windows, problem }: IndicatorReading,
): JudgedIndicator {
  const { stage } = place;
  const comparison = comparisonOf(spec, indicator);
  const trail = foldWindows(comparison, windows, stage);
  const now = windows.filter((window) => window.step === stage);
  const canary = sumOf(now.map((window) => window.canary));
  const stable = sumOf(now.map((window) => window.stable));
  const { verdict, reason } = verdictOf(comparison, indicator, place, problem);
  return {
    ...{ name: indicator.name, rule: indicator, verdict, reason, canary, stable },
    ...{ worse: comparison.worse, good: comparison.good, ratio: comparison.ratio },
    ...{ windows, course: trail },
  };
}

/** A comparison without any window yet. */
export function comparisonOf(spec: EvidenceSpec, indicator: IndicatorRule): RateComparison {
  const { worseThan, ceiling, negligible } = indicator;
  // The false alarms of a release are those of all its indicators together.
  const falseAlarm = spec.falseAlarm / Math.max(1, spec.indicators.length);
  return new RateComparison({ worseThan, ceiling, negligible, falseAlarm, miss: spec.miss });
}

/** Adds all windows in their order, and returns the e-values after each. */
export function foldWindows(
  comparison: RateComparison,
  windows: readonly StepWindow[],
  stage: number,
): CoursePoint[] {
  let step = windows[0]?.step ?? stage;
  const trail = windows.map((window): CoursePoint => {
    if (window.step !== step) comparison.nextStep();
    step = window.step;
    comparison.add(window);
    return { at: window.until, worse: comparison.worse.value, good: comparison.good.value };
  });
  if (step !== stage) comparison.nextStep();
  return trail;
}

function verdictOf(
  comparison: RateComparison,
  { source }: IndicatorSpec,
  { course, stage }: Place,
  problem: string | undefined,
): { verdict: Verdict; reason: string } {
  const { stages } = course;
  const { verdict, reason } = comparison;
  if (verdict === "fail") return { verdict, reason };
  const weight = stages[stage]?.weight ?? 0;
  if (weight === 0 && source !== "probe") {
    return { verdict: "pass", reason: "there is no traffic to judge yet" };
  }
  if (problem !== undefined) return { verdict: "error", reason: problem };
  return { verdict, reason };
}
