import type { Path, SpecFinding } from "../finding.js";
import { durationText, fractionOf, secondsOf } from "../quantities.js";
import { kindOf, listOf, recordOf } from "../raw.js";
import { readStep } from "./readStep.js";

/** Default of `deadline`, in seconds. */
export const DEADLINE = 2 * 3600;
/** Default of `atLeast` of the last weight, in seconds: at 100, nothing is left to compare with. */
export const LAST_AT_LEAST = 120;

/** Durations and probabilities are in range, and the release has time and something to judge by. */
export function limitProblems(root: unknown): SpecFinding[] {
  const evidence = recordOf(recordOf(root).evidence);
  return [
    ...durations(root).flatMap(durationProblem),
    ...(["falseAlarm", "miss"] as const).flatMap((key) => probability(evidence[key], ["evidence", key])),
    ...deadlineProblems(root),
    ...nothingToJudge(evidence),
  ];
}

interface Limited {
  readonly path: Path;
  readonly value: unknown;
  readonly min: number;
  readonly max?: number;
}

/** A millisecond: the least time that a timer waits. */
const LEAST = 0.001;
/** Shortest and longest window, in seconds. */
const WINDOW = [1, 600] as const;

function durations(root: unknown): Limited[] {
  const release = recordOf(root);
  const evidence = recordOf(release.evidence);
  const within = (path: Path, value: unknown, min: number, max?: number): Limited =>
    max === undefined ? { path, value, min } : { path, value, min, max };
  return [
    within(["deadline"], release.deadline, LEAST),
    within(["evidence", "window"], evidence.window, ...WINDOW),
    ...listOf(release.checks).flatMap((item, at) => {
      const check = recordOf(item);
      return [
        within(["checks", at, "timeout"], check.timeout, LEAST),
        within(["checks", at, "http", "timeout"], recordOf(check.http).timeout, LEAST),
      ];
    }),
    ...listOf(evidence.indicators).flatMap((item, at) => {
      const { slowerThan, timeout, window } = recordOf(item);
      const path: Path = ["evidence", "indicators", at];
      return [
        within([...path, "slowerThan"], slowerThan, LEAST),
        within([...path, "timeout"], timeout, LEAST),
        within([...path, "window"], window, ...WINDOW),
      ];
    }),
  ];
}

function durationProblem({ path, value, min, max }: Limited): SpecFinding[] {
  const seconds = secondsOf(value);
  if (seconds === undefined || (seconds >= min && seconds <= (max ?? Number.POSITIVE_INFINITY))) return [];
  const remedy =
    max === undefined
      ? "give a duration above 0"
      : `give a duration from ${durationText(min)} to ${durationText(max)}`;
  return [{ path, value, problem: "is out of range", remedy }];
}

function probability(value: unknown, path: Path): SpecFinding[] {
  const fraction =
    fractionOf(value) ?? (typeof value === "string" && /^\d/.test(value) ? percentOf(value) : undefined);
  if (fraction === undefined || (fraction > 0 && fraction < 0.5)) return [];
  return [{ path, value, problem: "is out of range", remedy: "give a percentage above 0% and below 50%" }];
}

function percentOf(text: string): number | undefined {
  return text.trim().endsWith("%") ? Number.parseFloat(text) / 100 : undefined;
}

/** A deadline before the steps can end would always be missed. */
function deadlineProblems(root: unknown): SpecFinding[] {
  const { deadline: value, steps } = recordOf(root);
  const deadline = value === undefined ? DEADLINE : secondsOf(value);
  const kind = kindOf(root);
  if (deadline === undefined || deadline <= 0 || kind === undefined) return [];
  const least = listOf(steps).reduce<number>((sum, item) => sum + leastOf(item), 0);
  if (least <= deadline) return [];
  const path = ["deadline"];
  const asked = `the steps last at least ${durationText(least)}`;
  const remedy = "give a later deadline, or less atLeast";
  return value === undefined
    ? [{ path, problem: `is ${durationText(DEADLINE)} by default, and ${asked}`, remedy }]
    : [{ path, value, problem: `is too early: ${asked}`, remedy }];
}

function leastOf(item: unknown): number {
  const result = readStep(item, []);
  if (!("step" in result) || !("atLeast" in result.step || result.step.step === "weight")) return 0;
  const { step } = result;
  return step.atLeast ?? (step.step === "weight" && step.weight === 100 ? LAST_AT_LEAST : 0);
}

function nothingToJudge(evidence: Readonly<Record<string, unknown>>): SpecFinding[] {
  if (evidence.pods !== false || listOf(evidence.indicators).length > 0) return [];
  if (evidence.indicators !== undefined && !Array.isArray(evidence.indicators)) return [];
  const problem = "leaves nothing to judge by: there are no indicators, and pods is false";
  return [{ path: ["evidence"], problem, remedy: "add an indicator, or remove pods: false" }];
}
