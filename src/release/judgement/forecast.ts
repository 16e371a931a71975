import { type Counts, NO_COUNTS, sumOf, type Window } from "./counts.js";
import { errorShare } from "./errorShare.js";
import { Judge } from "./judge.js";
import { type CheckedOptions, problem, refuse } from "./options.js";
import { binomial, type Random, randomOf } from "./random.js";

/** What a forecast assumes. */
export interface ForecastQuestion {
  /** The canary's part of the requests: above 0, up to 1. Required. */
  readonly share: number;
  /** Error rate of the stable side, from 0 to less than 1. Required. */
  readonly errorRate: number;
  /** Error rate of the canary, from 0 to 1. Default: that of the stable side. */
  readonly canaryRate?: number | undefined;
  /**
   * Requests of both sides in a window, a whole number from 1. Where a verdict takes more than some forty of these, several
   * are simulated as one. Default: ten of the smaller side.
   */
  readonly requestsPerWindow?: number | undefined;
}

/** Half of the releases need at most `median`, and 95 % at most `p95`. Infinity where more of them stay undecided. */
export interface Quantiles {
  readonly median: number;
  readonly p95: number;
}

/** What it takes from the start of a step until a verdict. */
export interface Forecast {
  /** Requests of both sides. */
  readonly requests: Quantiles;
  /** Requests of the canary. */
  readonly canaryRequests: Quantiles;
  /** Bad answers of the canary: what users notice. */
  readonly canaryBad: Quantiles;
}

/**
 * Simulates steps until the verdict. The same question has the same answer. Throws a RangeError that lists everything in
 * the question that is not allowed.
 */
export function forecast(
  options: CheckedOptions,
  question: ForecastQuestion,
  until: "pass" | "fail",
): Forecast {
  check(question);
  const random = randomOf(1);
  const size = windowSize(options, question, until);
  const runs = Array.from({ length: RUNS }, () => run(options, question, until, size, random));
  return {
    requests: quantiles(runs.map(({ canary, stable }) => canary.total + stable.total)),
    canaryRequests: quantiles(runs.map(({ canary }) => canary.total)),
    canaryBad: quantiles(runs.map(({ canary }) => canary.bad)),
  };
}

const RUNS = 50;

/** Windows that a typical simulation takes. Several windows with few errors are as good as one. */
const WINDOWS = 40;

/** A step that takes more windows is taken for one that does not decide. */
const MOST_WINDOWS = 8 * WINDOWS;

const NEVER: Counts = { bad: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY };

function run(
  options: CheckedOptions,
  { share, errorRate, canaryRate = errorRate }: ForecastQuestion,
  until: "pass" | "fail",
  size: number,
  random: Random,
): Window {
  const { worse, good } = new Judge(options);
  const enough = -Math.log(until === "pass" ? options.miss : options.falseAlarm);
  const evidence = until === "pass" ? good : worse;
  if (share === 1) {
    evidence.add({ canary: NO_COUNTS, stable: stableBefore(errorRate) });
    evidence.nextStep();
  }
  const windows: Window[] = [];
  for (let i = 0; i < MOST_WINDOWS; i++) {
    const total = share === 1 ? size : binomial(random, size, share);
    const canary = { bad: binomial(random, total, canaryRate), total };
    const stable = { bad: binomial(random, size - total, errorRate), total: size - total };
    windows.push({ canary, stable });
    evidence.add({ canary, stable });
    if (evidence.log >= enough)
      return {
        canary: sumOf(windows.map((one) => one.canary)),
        stable: sumOf(windows.map((one) => one.stable)),
      };
  }
  return { canary: NEVER, stable: NEVER };
}

/** A canary that is alone is compared with the stable side of earlier steps, of which much is known by then. */
function stableBefore(errorRate: number): Counts {
  const total = errorRate === 0 ? MOST_REQUESTS : Math.ceil(ERRORS_BEFORE / errorRate);
  return { bad: Math.round(total * errorRate), total };
}

const ERRORS_BEFORE = 1000;

/** Requests of one simulated window: the real ones, or more where the verdict needs very many. */
function windowSize(options: CheckedOptions, question: ForecastQuestion, until: "pass" | "fail"): number {
  const { share, errorRate, canaryRate = errorRate, requestsPerWindow = fewest(question.share) } = question;
  const alone = share === 1 ? Math.max(options.ceiling ?? 0, options.worseThan * errorRate) : 0;
  const limit = Math.max(options.negligible, alone);
  const byRate = until === "pass" && limit > canaryRate ? ENOUGH / ((limit - canaryRate) * share) : Infinity;
  const expected = errorShare(errorRate === 0 ? NO_ERRORS : canaryRate / errorRate, share);
  const other = until === "pass" ? errorShare(options.worseThan, share) : share;
  const errors = share * canaryRate + (1 - share) * errorRate;
  const byRatio = share === 1 || errors === 0 ? Infinity : ENOUGH / (divergence(expected, other) * errors);
  const needed = Math.min(byRate, byRatio);
  const size = Number.isFinite(needed) ? needed / WINDOWS : 0;
  return Math.max(requestsPerWindow, Math.min(Math.ceil(size), MOST_REQUESTS), 1);
}

/** So many that both sides have some. */
const fewest = (share: number) => Math.ceil(10 / Math.min(share, share === 1 ? 1 : 1 - share));

/** Evidence of a verdict, roughly, as a logarithm. */
const ENOUGH = 5;
const NO_ERRORS = 1e6;
const MOST_REQUESTS = 1e12;

/** What one error proves on average: the relative entropy of two probabilities. */
function divergence(p: number, other: number): number {
  const part = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return part(p, other) + part(1 - p, 1 - other);
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? Number.POSITIVE_INFINITY;
  return { median: at(0.5), p95: at(0.95) };
}

function check({ share, errorRate, canaryRate, requestsPerWindow }: ForecastQuestion): void {
  const isRate = (rate: number | undefined) => rate === undefined || (rate >= 0 && rate <= 1);
  const isSize =
    requestsPerWindow === undefined || (Number.isSafeInteger(requestsPerWindow) && requestsPerWindow > 0);
  refuse("forecast", [
    ...problem("share", share, share > 0 && share <= 1, "a part of the requests above 0, up to 1"),
    ...problem("errorRate", errorRate, errorRate >= 0 && errorRate < 1, "a rate from 0, up to less than 1"),
    ...problem("canaryRate", canaryRate, isRate(canaryRate), "a rate from 0 to 1"),
    ...problem("requestsPerWindow", requestsPerWindow, isSize, "a whole number from 1"),
  ]);
}
