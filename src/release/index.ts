export type { End } from "./driver/decide.js";
export type {
  CoursePoint,
  Decision,
  EvidenceBar,
  IndicatorStatus,
  Phase,
  PodsStatus,
  ReleaseStatus,
  StepStatus,
} from "./driver/model.js";
export type {
  CheckResult,
  Checks,
  Clock,
  Component,
  ConfigChanges,
  Evidence,
  EvidenceQuestion,
  IndicatorReading,
  Period,
  Pods,
  PodsQuestion,
  PodsReading,
  Ports,
  Side,
  SidePods,
  Sides,
  Stack,
  StackState,
  StepWindow,
  Update,
} from "./driver/ports.js";
export { UpFailed } from "./driver/ports.js";
export { type DriverOptions, EXIT_CODES, type Outcome, runRelease, stepRelease } from "./driver/run.js";
export type { Wishes } from "./driver/start.js";
export type { Counts, Verdict, Window } from "./judgement/counts.js";
export type { Forecast, ForecastQuestion, Quantiles } from "./judgement/forecast.js";
export type { RateComparisonOptions } from "./judgement/options.js";
export { type NeedsQuestion, RateComparison } from "./judgement/rateComparison.js";
export { parseReleaseSpec, type ReleaseFileOptions, readReleaseSpec } from "./spec/readReleaseSpec.js";
export type {
  BlueGreenSpec,
  CanarySpec,
  CheckSpec,
  ColorStep,
  EvidenceSpec,
  IndicatorRule,
  IndicatorSource,
  IndicatorSpec,
  OnUndecided,
  ReleaseSpec,
  WeightStep,
} from "./spec/spec.js";
