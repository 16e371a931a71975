import type { Decision, IndicatorStatus, ReleaseStatus } from "../driver/model.js";
import { clock, counts, evidence, isKnown, iso, NBSP, threshold } from "./numbers.js";
import { printable } from "./printable.js";
import {
  emptyWords,
  needsWords,
  phaseWords,
  podsWords,
  shareWords,
  sideNames,
  subject,
  VERDICTS,
  verdictWords,
  versions,
} from "./words.js";

/** Milliseconds of release time between two lines with the numbers. */
const HEARTBEAT = 60_000;

/**
 * What has changed since the status before, one line each with its time in UTC. For logs and pipes. Without a status before:
 * where the release is. Every minute there is a line for each indicator without a verdict.
 */
export function changedLines(before: ReleaseStatus | undefined, after: ReleaseStatus): string[] {
  const now = printable(after);
  const lines = before === undefined ? firstLines(now) : laterLines(printable(before), now);
  return lines.map((line) => `${iso(now.now)} ${line}`.replaceAll(NBSP, " ").trimEnd());
}

function firstLines(now: ReleaseStatus): string[] {
  const { indicators, pods, decisions, next } = now;
  return [
    [subject(now), versions(now), `on stack ${now.stack}: ${phaseWords(now)}`].join(" "),
    ...decisions.slice(0, 1).map((decision) => `last update ${decisionText(decision)}`),
    ...shareLine(now),
    ...(indicators.length === 0 ? [emptyWords(now)] : indicators.map((one) => numbers(one, now))),
    ...(pods === undefined ? [] : [`pods ${podsWords(pods)}`]),
    ...nextLine(next),
    ...deadlineLine(now),
  ];
}

function laterLines(before: ReleaseStatus, now: ReleaseStatus): string[] {
  const decisions = newDecisions(before, now);
  const position = placeOf(now) === placeOf(before) ? [] : [phaseWords(now)];
  return [
    ...decisions.map(decisionText),
    ...position,
    ...(shareOf(before) === shareOf(now) ? [] : shareLine(now)),
    ...verdictLines(before, now),
    ...(isSame(before.next, now.next) ? [] : nextLine(now.next)),
    ...(isLate(now) && !isLate(before) ? ["the deadline has passed"] : []),
    ...(isDue(before, now) ? heartbeat(now) : []),
  ];
}

/** What a step, a phase or a pod that becomes ready changes, but time alone does not. */
function placeOf({ phase, steps, to }: ReleaseStatus): string {
  const at = steps.findIndex(({ state }) => state === "now");
  return JSON.stringify([phase, to, at, isKnown(steps[at]?.from)]);
}

function shareOf({ asked, achieved }: ReleaseStatus): string {
  return JSON.stringify([asked, achieved]);
}

function shareLine(status: ReleaseStatus): string[] {
  return status.phase === "idle" ? [] : [shareWords(status)];
}

function nextLine(next: string): string[] {
  return next === "" ? [] : [`next: ${next}`];
}

function verdictLines(before: ReleaseStatus, now: ReleaseStatus): string[] {
  const known = new Map(before.indicators.map((one) => [one.name, one]));
  const indicators = now.indicators.flatMap((one) => {
    const last = known.get(one.name);
    return last !== undefined && isSameVerdict(last, one) ? [] : [verdictWords(one.name, one)];
  });
  const { pods } = now;
  const isQuiet = pods === undefined || (before.pods !== undefined && isSameVerdict(before.pods, pods));
  return isQuiet ? indicators : [...indicators, verdictWords("pods", pods)];
}

type Judged = Pick<IndicatorStatus, "verdict" | "reason">;

/** While a verdict is open, its reason is in the heartbeat. One that cannot be read needs a person at once. */
function isSameVerdict(before: Judged, now: Judged): boolean {
  return before.verdict === now.verdict && (now.verdict !== "error" || isSame(before.reason, now.reason));
}

/** Whether two sentences mean the same: numbers in them rise all the time. */
function isSame(before: string, now: string): boolean {
  const words = (text: string) => text.replace(/\d+([.,:\s]\d+)*/g, "#");
  return words(before) === words(now);
}

/** Decisions after the last one that is known, the oldest first. */
function newDecisions(before: ReleaseStatus, now: ReleaseStatus): Decision[] {
  const last = Math.max(-1, ...before.decisions.map(({ version }) => version));
  return now.decisions.filter(({ version }) => version > last).reverse();
}

function decisionText({ version, succeeded, text }: Decision): string {
  return `${version} ${succeeded ? "succeeded" : "failed"}: ${text}`;
}

function isLate({ deadline, now }: ReleaseStatus): boolean {
  return isKnown(deadline) && now >= deadline;
}

function deadlineLine({ deadline, now }: ReleaseStatus): string[] {
  return isKnown(deadline) ? [`deadline ${clock(deadline, now)} UTC`] : [];
}

function isDue(before: ReleaseStatus, now: ReleaseStatus): boolean {
  return Math.floor(now.now / HEARTBEAT) !== Math.floor(before.now / HEARTBEAT);
}

function heartbeat(now: ReleaseStatus): string[] {
  return now.indicators.filter(({ verdict }) => verdict === "undecided").map((one) => numbers(one, now));
}

/** `errors undecided: canary 31 of 4 120 (0.75 %), stable 92 of 12 380 (0.74 %); worse 3.1 of 100, good 12 of 20`. */
function numbers(indicator: IndicatorStatus, status: ReleaseStatus): string {
  const { name, verdict, canary, stable, worse, good, reason } = indicator;
  const names = sideNames(status);
  return [
    `${name} ${VERDICTS[verdict]}: ${names.canary} ${counts(canary)}, ${names.stable} ${counts(stable)}`,
    `worse ${evidence(worse.value)} of ${threshold(worse.threshold)}, good ${evidence(good.value)} of ${threshold(good.threshold)}`,
    ...[needsWords(indicator) ?? reason].filter((words) => words !== ""),
  ].join("; ");
}
