import { fractionOf, secondsOf } from "./quantities.js";
import { kindOf } from "./raw.js";
import { NEGLIGIBLE } from "./rules/indicators.js";
import { DEADLINE, LAST_AT_LEAST } from "./rules/limits.js";
import { readStep, type WrittenStep } from "./rules/readStep.js";
import type {
  BlueGreenSpec,
  CanarySpec,
  CheckSpec,
  ColorStep,
  EvidenceSpec,
  IndicatorSource,
  IndicatorSpec,
  OnUndecided,
  ReleaseSpec,
  WeightStep,
} from "./spec.js";

/** A file that every check has accepted. */
export interface CheckedFile {
  readonly component: string;
  readonly config: Readonly<Record<string, string>>;
  readonly to?: string;
  readonly steps: readonly unknown[];
  readonly checks?: readonly CheckedCheck[];
  readonly evidence?: CheckedEvidence;
  readonly deadline?: string;
  readonly onUndecided?: OnUndecided;
}

type Percent = string | number;

interface CheckedCheck {
  readonly http?: {
    readonly url: string;
    readonly expect?: number;
    readonly times?: number;
    readonly timeout?: string;
  };
  readonly job?: string;
  readonly command?: string;
  readonly timeout?: string;
}

interface CheckedEvidence {
  readonly prometheus?: { readonly url: string };
  readonly indicators?: readonly CheckedIndicator[];
  readonly pods?: boolean;
  readonly falseAlarm?: Percent;
  readonly miss?: Percent;
  readonly window?: string;
  readonly warmUp?: string;
  readonly giveUpAfter?: string;
}

interface Addresses {
  readonly canary: string;
  readonly stable: string;
}

interface CheckedIndicator {
  readonly name: string;
  readonly bad?: string;
  readonly total?: string;
  readonly histogram?: string;
  readonly slowerThan?: string;
  readonly http?: Addresses;
  readonly tcp?: Addresses;
  readonly command?: string;
  readonly perSecond?: number;
  readonly timeout?: string;
  readonly window?: string;
  readonly lag?: string;
  readonly worseThan?: number;
  readonly ceiling?: Percent;
  readonly negligible?: Percent;
}

/** Defaults in seconds. */
const TIMEOUTS = { request: 10, job: 300, checkCommand: 60, probe: 2, indicatorCommand: 10 };
/** Of indicators that run a command, in seconds: each window costs a process. */
const COMMAND = { window: 60, lag: 60 };

/** Makes a spec of an accepted file: fills in the defaults, and turns durations into seconds and percentages into fractions. */
export function buildSpec(file: CheckedFile): ReleaseSpec {
  const { component, deadline, onUndecided = "wait" } = file;
  const steps = file.steps.flatMap((item, at) => {
    const result = readStep(item, ["steps", at]);
    return "step" in result ? [result.step] : [];
  });
  return {
    component,
    release: kindOf(file) === "canary" ? canaryOf(file, steps) : blueGreenOf(file, steps),
    checks: (file.checks ?? []).map(checkOf),
    evidence: evidenceOf(file.evidence ?? {}),
    deadline: seconds(deadline, DEADLINE),
    onUndecided,
  };
}

function seconds(text: string | undefined, byDefault: number): number {
  return secondsOf(text) ?? byDefault;
}

function canaryOf({ config }: CheckedFile, steps: readonly WrittenStep[]): CanarySpec {
  const { weight = "", stable = "", canary = "" } = config;
  return { kind: "canary", config: { weight, stable, canary }, steps: steps.flatMap(weightStepOf) };
}

function weightStepOf(step: WrittenStep): WeightStep[] {
  if (step.step !== "weight") return [];
  const { weight, approve, atLeast = weight === 100 ? LAST_AT_LEAST : 0 } = step;
  return [{ weight, atLeast, approve }];
}

function blueGreenOf({ config, to }: CheckedFile, steps: readonly WrittenStep[]): BlueGreenSpec {
  const { color = "", standby } = config;
  return {
    kind: "blueGreen",
    config: { color, ...(standby !== undefined && { standby }) },
    ...(to !== undefined && { to }),
    steps: steps.flatMap((step): ColorStep[] => (step.step === "weight" ? [] : [step])),
  };
}

function checkOf({ http, job, command = "", timeout }: CheckedCheck): CheckSpec {
  if (http) {
    const { url, expect = 200, times = 1 } = http;
    return { check: "http", url, expect, times, timeout: seconds(http.timeout, TIMEOUTS.request) };
  }
  return job !== undefined
    ? { check: "job", file: job, timeout: seconds(timeout, TIMEOUTS.job) }
    : { check: "command", command, timeout: seconds(timeout, TIMEOUTS.checkCommand) };
}

function evidenceOf(evidence: CheckedEvidence): EvidenceSpec {
  const { prometheus, indicators = [], pods = true, falseAlarm, miss } = evidence;
  const window = seconds(evidence.window, 15);
  return {
    ...(prometheus && { prometheus: { url: prometheus.url } }),
    indicators: indicators.map((indicator) => indicatorOf(indicator, window)),
    pods,
    falseAlarm: fractionOf(falseAlarm) ?? 0.01,
    miss: fractionOf(miss) ?? 0.05,
    window,
    warmUp: seconds(evidence.warmUp, 30),
    giveUpAfter: seconds(evidence.giveUpAfter, 600),
  };
}

function indicatorOf(indicator: CheckedIndicator, window: number): IndicatorSpec {
  const { name, worseThan = 2, negligible } = indicator;
  const ceiling = fractionOf(indicator.ceiling);
  return {
    name,
    ...sourceOf(indicator, window),
    worseThan,
    ...(ceiling !== undefined && { ceiling }),
    negligible: fractionOf(negligible) ?? NEGLIGIBLE,
  };
}

function sourceOf(indicator: CheckedIndicator, window: number): IndicatorSource {
  const { bad, total = "", histogram, slowerThan, http, tcp, perSecond = 5, timeout } = indicator;
  if (bad !== undefined) return { source: "counters", bad, total };
  if (histogram !== undefined) return { source: "histogram", histogram, slowerThan: seconds(slowerThan, 0) };
  const addresses = http ?? tcp;
  if (!addresses) return commandOf(indicator, window);
  const { canary, stable } = addresses;
  return {
    source: "probe",
    protocol: http ? "http" : "tcp",
    canary,
    stable,
    perSecond,
    timeout: seconds(timeout, TIMEOUTS.probe),
  };
}

function commandOf({ command = "", timeout, window, lag }: CheckedIndicator, usual: number): IndicatorSource {
  return {
    source: "command",
    command,
    timeout: seconds(timeout, TIMEOUTS.indicatorCommand),
    window: seconds(window, Math.max(COMMAND.window, usual)),
    lag: seconds(lag, COMMAND.lag),
  };
}
