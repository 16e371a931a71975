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
}

/** What the windows of an indicator have added up to. Later looks go on from there. */
export interface Fold {
  readonly comparison: RateComparison;
  readonly windows: readonly StepWindow[];
  readonly trail: readonly CoursePoint[];
  /** The step of the last window. */
  readonly step: number;
}

/** The folds of the indicators, by name. */
export type Folds = Map<string, Fold>;

/**
 * Judges a stage by the whole release. `readings` has one reading for each indicator. `folds` saves time, and changes
 * nothing.
 */
export function judge(
  spec: EvidenceSpec,
  place: Place,
  readings: readonly IndicatorReading[],
  pods: PodsStatus | undefined,
  folds: Folds = new Map(),
): Judgement {
  const indicators = spec.indicators.map((indicator, at) => {
    const reading = readings[at] ?? { name: indicator.name, windows: [], problem: "it was not read" };
    return judgeIndicator(spec, indicator, place, reading, folds);
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
  folds: Folds,
): JudgedIndicator {
  const { stage } = place;
  const begun = folds.get(indicator.name);
  const fold = foldOf(() => comparisonOf(spec, indicator), windows, stage, begun);
  folds.set(indicator.name, fold);
  const { comparison, trail } = fold;
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

/** Adds all windows in their order: those that `begun` does not have, if the others are the same. */
export function foldOf(
  begin: () => RateComparison,
  windows: readonly StepWindow[],
  stage: number,
  begun?: Fold | undefined,
): Fold {
  const before = begun && isPrefix(begun.windows, windows) && begun.step <= stage ? begun : undefined;
  const comparison = before?.comparison ?? begin();
  let step = before?.step ?? windows[0]?.step ?? stage;
  const enter = (next: number) => {
    if (next !== step) comparison.nextStep();
    step = next;
  };
  const added = windows.slice(before?.windows.length ?? 0).map((window): CoursePoint => {
    enter(window.step);
    comparison.add(window);
    return { at: window.until, worse: comparison.worse.value, good: comparison.good.value };
  });
  enter(stage);
  return { comparison, windows: [...windows], trail: [...(before?.trail ?? []), ...added], step };
}

function isPrefix(some: readonly StepWindow[], all: readonly StepWindow[]): boolean {
  return some.every((window, at) => isSameWindow(window, all[at]));
}

function isSameWindow(a: StepWindow, b: StepWindow | undefined): boolean {
  const numbers = ({ step, from, until, canary, stable }: StepWindow) =>
    [step, from, until, canary.bad, canary.total, stable.bad, stable.total].join();
  return a === b || (b !== undefined && numbers(a) === numbers(b));
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
