import { RateComparison } from "../judgement/rateComparison.js";
import { foldOf } from "./judge.js";
import type { IndicatorStatus, ReleaseStatus } from "./model.js";

/** Judges the recorded windows of a release again, and replaces the recorded evidence. Verdicts of pods are kept. */
export function rejudged(status: ReleaseStatus): ReleaseStatus {
  const stage = status.steps.findIndex(({ state }) => state === "now" || state === "failed");
  return { ...status, indicators: status.indicators.map((indicator) => again(indicator, stage)) };
}

function again(indicator: IndicatorStatus, stage: number): IndicatorStatus {
  const { rule, windows, worse, good, verdict } = indicator;
  const { worseThan, ceiling, negligible } = rule;
  const [falseAlarm, miss] = [1 / worse.threshold, 1 / good.threshold];
  const begin = () => new RateComparison({ worseThan, ceiling, negligible, falseAlarm, miss });
  const last = windows.at(-1)?.step ?? 0;
  const { comparison, trail: course } = foldOf(begin, windows, stage === -1 ? last : stage);
  return {
    ...indicator,
    // What could not be read when it was recorded cannot be read now.
    verdict: verdict === "error" ? verdict : comparison.verdict,
    reason: verdict === "error" ? indicator.reason : comparison.reason,
    ...{ worse: comparison.worse, good: comparison.good, ratio: comparison.ratio, course },
  };
}
