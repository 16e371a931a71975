import type { Counts, Window } from "./counts.js";

/** How two sides are compared. */
export interface RateComparisonOptions {
  /** How many times as bad as the stable side is a failure. Above 1, at most 1000. Required. */
  readonly worseThan: number;
  /** Highest probability that a canary that is no worse fails, over the whole release. Above 0, at most 0.5. Required. */
  readonly falseAlarm: number;
  /** Highest probability that a canary that is `worseThan` times as bad passes a step. Above 0, at most 0.5. Required. */
  readonly miss: number;
  /**
   * The canary fails when its own error rate is proven to be above, whatever the stable side does. Between 0 and 1.
   * Default: none.
   */
  readonly ceiling?: number | undefined;
  /**
   * The canary also passes when its own error rate is proven to be below, because too few errors happen to compare them.
   * From 0, which turns it off, to less than 1. Default: 0.005.
   */
  readonly negligible?: number | undefined;
}

/** Options with every default filled in. */
export interface CheckedOptions {
  readonly worseThan: number;
  readonly falseAlarm: number;
  readonly miss: number;
  readonly ceiling: number | undefined;
  readonly negligible: number;
}

const NEGLIGIBLE = 0.005;

/** Fills in the defaults. Throws a RangeError with every problem. */
export function checkOptions(options: RateComparisonOptions): CheckedOptions {
  const { worseThan, falseAlarm, miss, ceiling, negligible = NEGLIGIBLE } = options;
  refuse("RateComparison", [
    ...problem("worseThan", worseThan, worseThan > 1 && worseThan <= 1000, "a number above 1, up to 1000"),
    ...problem(
      "falseAlarm",
      falseAlarm,
      falseAlarm > 0 && falseAlarm <= 0.5,
      "a probability above 0, up to 0.5",
    ),
    ...problem("miss", miss, miss > 0 && miss <= 0.5, "a probability above 0, up to 0.5"),
    ...problem(
      "ceiling",
      ceiling,
      ceiling === undefined || (ceiling > 0 && ceiling < 1),
      "a rate between 0 and 1, or leave it out",
    ),
    ...problem(
      "negligible",
      negligible,
      negligible >= 0 && negligible < 1,
      "a rate from 0, up to less than 1",
    ),
  ]);
  return { worseThan, falseAlarm, miss, ceiling, negligible };
}

/** Throws a RangeError with every count that is not one. */
export function checkWindow({ canary, stable }: Window): void {
  refuse("window", [...countProblems("canary", canary), ...countProblems("stable", stable)]);
}

function countProblems(side: string, { bad, total }: Counts): string[] {
  const whole = "a whole number from 0 to 2^53 - 1";
  const problems = [
    ...problem(`${side}.bad`, bad, isCount(bad), whole),
    ...problem(`${side}.total`, total, isCount(total), whole),
  ];
  if (problems.length > 0 || bad <= total) return problems;
  return [`${side}.bad: ${bad} is more than ${side}.total, ${total}; count every bad event in total too`];
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** A line about a value that is not allowed, or none. */
export function problem(path: string, value: unknown, allowed: boolean, wanted: string): string[] {
  return allowed && (value === undefined || typeof value === "number")
    ? []
    : [`${path}: ${shown(value)} is not allowed; give ${wanted}`];
}

const shown = (value: unknown) => (typeof value === "string" ? JSON.stringify(value) : String(value));

/** Throws a RangeError with all problems, if there are any. */
export function refuse(subject: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  throw new RangeError([`${subject} has ${count}:`, ...problems.map((line) => `  ${line}`)].join("\n"));
}
