import { glyphs, type Style } from "../../preview/screen/style.js";
import type { IndicatorStatus, Phase, PodsStatus, ReleaseStatus, StepStatus } from "../driver/model.js";
import type { Verdict } from "../judgement/counts.js";
import { count, duration, isKnown, percent, share } from "./numbers.js";

// The words that all views of a release share.

/** Decisions that are listed. */
export const MOST_DECISIONS = 5;

/** `CanaryDeployment myapp`. */
export function subject({ kind, component }: Pick<ReleaseStatus, "kind" | "component">): string {
  return `${kind === "canary" ? "CanaryDeployment" : "BlueGreenService"} ${component}`;
}

/** `v1 → v2`. */
export function versions({
  from,
  to,
}: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): string {
  if (from === undefined || to === undefined) return to ?? from ?? "";
  return `${from} ${glyphs.arrow} ${to}`;
}

/** How far the release is, in a sentence without a full stop. */
export function phaseWords(status: ReleaseStatus): string {
  switch (status.phase) {
    case "idle":
      return "no release: there is no new version";
    case "ready":
      return "ready to begin";
    case "going":
      return stepWords(status);
    case "waiting":
      return `${stepWords(status)}, waiting for approval${approvalWords(status)}`;
    case "interrupted":
      return "interrupted: an update did not end; the same one runs again first";
    case "promoted":
      return status.to === undefined ? "promoted" : `promoted: ${status.to} gets all new connections`;
    case "rolledBack":
      return status.from === undefined
        ? "rolled back"
        : `rolled back: ${status.from} gets all new connections`;
    case "stopped":
      return "stopped: something else has changed the release, so a person must look";
  }
}

/** The outcome in one or two words. */
export const PHASES: Readonly<Record<Phase, string>> = {
  idle: "no release",
  ready: "ready",
  going: "in progress",
  waiting: "waiting for approval",
  interrupted: "interrupted",
  promoted: "promoted",
  rolledBack: "rolled back",
  stopped: "stopped",
};

export const PHASE_STYLES: Readonly<Record<Phase, Style>> = {
  idle: "faint",
  ready: "strong",
  going: "strong",
  waiting: "changed",
  interrupted: "bad",
  promoted: "good",
  rolledBack: "bad",
  stopped: "bad",
};

/** Whether the release goes on. */
export function isOpen({ phase }: Pick<ReleaseStatus, "phase">): boolean {
  return !["idle", "promoted", "rolledBack"].includes(phase);
}

export const VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: "passed",
  fail: "failed",
  undecided: "undecided",
  error: "unreadable",
};

export const VERDICT_STYLES: Readonly<Record<Verdict, Style>> = {
  pass: "good",
  fail: "bad",
  undecided: "strong",
  error: "bad",
};

export const STEP_MARKS: Readonly<Record<StepStatus["state"], string>> = {
  done: "✓",
  now: "▸",
  next: "",
  failed: "✗",
};

/** What else a step that is not over needs: `approval, at least 10 min`. Empty without. */
export function stepNote({ state, approve, atLeast }: StepStatus): string {
  if (state === "done" || state === "failed") return "";
  return [
    ...(approve && state === "next" ? ["approval"] : []),
    ...(atLeast > 0 ? [`at least ${duration(atLeast)}`] : []),
  ].join(", ");
}

/** What failed or cannot be read, one sentence each. It comes before everything else. */
export function alarms({ indicators, pods }: Pick<ReleaseStatus, "indicators" | "pods">): string[] {
  const all = [...indicators, ...(pods === undefined ? [] : [{ ...pods, name: "pods" }])];
  return [
    ...all.filter(({ verdict }) => verdict === "fail").map((one) => verdictWords(one.name, one)),
    ...all.filter(({ verdict }) => verdict === "error").map((one) => verdictWords(one.name, one)),
  ];
}

/** The pods, unless they are among the alarms. */
export function quietPods({ pods }: Pick<ReleaseStatus, "pods">): PodsStatus | undefined {
  return pods?.verdict === "fail" || pods?.verdict === "error" ? undefined : pods;
}

/** Names of the sides. In a blue-green release, the canary is the new color. */
export function sideNames({ kind }: Pick<ReleaseStatus, "kind">): {
  readonly canary: string;
  readonly stable: string;
} {
  return kind === "canary" ? { canary: "canary", stable: "stable" } : { canary: "new", stable: "old" };
}

/** `passes in about 4 min if healthy: 8 300 more requests`. Undefined once the verdict is known, and without a forecast. */
export function needsWords({
  verdict,
  needs,
}: Pick<IndicatorStatus, "verdict" | "needs">): string | undefined {
  // A status from a file has null for undefined.
  if (verdict !== "undecided" || !needs) return undefined;
  const { requests, seconds } = needs;
  const more = `${count(requests)} more ${requests === 1 ? "request" : "requests"}`;
  if (!isKnown(requests)) return "does not pass at this share, even if healthy";
  if (!isKnown(seconds)) return `passes after about ${more} if healthy; there is no traffic now`;
  return `passes in about ${duration(seconds)} if healthy: ${more}`;
}

/** The sentence below the bars of an indicator. What failed is among the alarms. */
export function indicatorWords(indicator: IndicatorStatus): string {
  if (indicator.verdict === "fail" || indicator.verdict === "error") return "";
  return needsWords(indicator) ?? indicator.reason;
}

/** `passed: 10 of 10 ready`. */
export function podsWords({ verdict, reason }: PodsStatus): string {
  return [VERDICTS[verdict], reason].filter((part) => part !== "").join(": ");
}

/** `errors passed: 2× is ruled out`, `slow cannot be read: …`. */
export function verdictWords(name: string, { verdict, reason }: PodsStatus): string {
  const words = verdict === "error" ? "cannot be read" : VERDICTS[verdict];
  return [`${name} ${words}`, reason].filter((part) => part !== "").join(": ");
}

/** `23.1 % of new connections to v2, 25 % asked`. */
export function shareWords({
  asked,
  achieved,
  to,
}: Pick<ReleaseStatus, "asked" | "achieved" | "to">): string {
  const whose = `of new connections to ${to ?? "the new version"}`;
  if (!isKnown(achieved)) return `asked: ${percent(asked)} ${whose}`;
  if (Math.abs(achieved - asked) < 0.05) return `${percent(asked)} ${whose}, as asked`;
  return `${share(achieved)} ${whose}, ${percent(asked)} asked`;
}

/** What to write where no indicator is. */
export function emptyWords({ pods, phase }: Pick<ReleaseStatus, "pods" | "phase">): string {
  if (!isOpen({ phase })) return "there is evidence while the release is at a step";
  return pods === undefined
    ? "evidence counts from the first step on"
    : "no indicators: only the pods are judged";
}

function stepWords({ steps, now }: ReleaseStatus): string {
  const at = steps.findIndex(({ state }) => state === "now");
  const step = steps[at];
  if (step === undefined) return "between two steps";
  const since = isKnown(step.from) ? `for ${duration((now - step.from) / 1000)}` : "not ready yet";
  return `step ${at + 1} of ${steps.length}: ${step.title}, ${since}`;
}

function approvalWords({ steps }: ReleaseStatus): string {
  const next = steps.find(({ state, approve }) => state === "next" && approve);
  return next === undefined ? "" : ` of ${next.title}`;
}
