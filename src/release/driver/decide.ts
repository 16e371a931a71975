import type { OnUndecided, ReleaseSpec } from "../spec/spec.js";
import type { Release } from "./course.js";
import type { Judgement } from "./judge.js";
import type { CheckResult } from "./ports.js";
import type { Progress, Underway } from "./progress.js";
import type { Goal } from "./record.js";

/** All that a decision depends on. */
export interface Facts {
  readonly spec: ReleaseSpec;
  readonly progress: Progress;
  /** Undefined where nothing has been reached yet. */
  readonly judgement: Judgement | undefined;
  /** Undefined until the checks have run. */
  readonly checks: readonly CheckResult[] | undefined;
  /** Whether a person agrees with the next stage. */
  readonly approved: boolean;
  /** Whether a person asks for the way back. */
  readonly abort: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The one thing to do now. */
export type Action =
  | { readonly do: "up"; readonly release: Release; readonly goal: Goal; readonly why: string }
  | { readonly do: "check" }
  /** `for` an approval, evidence that is not there yet, or evidence that cannot be read. */
  | { readonly do: "wait"; readonly for: "evidence" | "approval" | "source"; readonly why: string }
  | { readonly do: "end"; readonly as: End; readonly why: string };

/** `held`: undecided at the deadline. `stopped`: a person must look. */
export type End = "promoted" | "rolledBack" | "idle" | "held" | "stopped";

/** Updates to one stage that may fail before the release goes back. */
const MOST_ATTEMPTS = 3;

/** Decides. The same facts give the same action, whoever asks, and however often. */
export function decide(facts: Facts): Action {
  const { progress, abort } = facts;
  switch (progress.phase) {
    case "idle":
      return end("idle", progress.why);
    case "stopped":
      return end("stopped", progress.why);
    case "ready":
      return abort
        ? end("idle", "the release has not begun")
        : begin(progress.release, progress.takeOver, facts);
    case "promoted":
      return end("promoted", `${progress.release.subject.to} is the stable version`);
    case "rolledBack":
      return end(
        "rolledBack",
        `${progress.release.subject.from} has all connections again; --again releases anew`,
      );
    case "interrupted":
      return resume(progress, facts);
    case "going":
      return abort ? goBack(progress.release, "a person asked for it") : atStage(progress, facts);
  }
}

function begin(release: Release, takeOver: number | undefined, facts: Facts): Action {
  if (takeOver !== undefined) {
    return up(release, { to: "stage", stage: takeOver }, "goes on from a weight that a person has set");
  }
  return advance(release, -1, "the release begins", facts);
}

/** The same update runs to its end first: half of it may be done. Only a known failure is worse than that. */
function resume(progress: Progress & { phase: "interrupted" }, { judgement, abort }: Facts): Action {
  const { release, goal, attempts, begun } = progress;
  if (goal.to === "end" && abort) {
    return end(
      "stopped",
      `the promotion of ${release.subject.to} has begun; release run ends it, and the next release can go back`,
    );
  }
  if (goal.to !== "stage") return up(release, goal, attempts > 0 ? "tries again" : "continues");
  if (abort) return goBack(release, "a person asked for it");
  if (judgement?.verdict === "fail") return goBack(release, judgement.reason);
  const title = release.course.stages[goal.stage]?.title ?? "";
  if (attempts >= MOST_ATTEMPTS) return goBack(release, `the update to ${title} failed ${attempts} times`);
  if (!begun && judgement && judgement.verdict !== "pass") {
    const why = `the config has ${title} already, but the evidence does not allow it: ${judgement.reason}`;
    return judgement.verdict === "error"
      ? { do: "wait", for: "source", why }
      : end("stopped", `${why}; set the config back to what the last update had`);
  }
  return up(release, goal, attempts > 0 ? "tries again" : "continues");
}

function atStage(progress: Progress & Underway, facts: Facts): Action {
  const { release, reached, since } = progress;
  const { judgement, checks, now, spec } = facts;
  const stage = release.course.stages[reached];
  if (!judgement || !stage) return { do: "wait", for: "evidence", why: "nothing is known yet" };
  if (judgement.verdict === "fail") return goBack(release, judgement.reason);
  if (reached === 0 && spec.checks.length > 0) {
    if (!checks) return { do: "check" };
    const failed = checks.filter(({ passed }) => !passed);
    if (failed.length > 0)
      return goBack(release, `check failed: ${failed.map(({ text }) => text).join("; ")}`);
  }
  if (judgement.verdict !== "pass") return undecided(progress, judgement, facts);
  const left = since + 1000 * stage.atLeast - now;
  if (left > 0) {
    return { do: "wait", for: "evidence", why: `${stage.title} lasts for ${Math.ceil(left / 1000)} s more` };
  }
  const checked = (checks ?? []).map(({ text }) => text);
  return advance(release, reached, [judgement.reason, ...checked].join("; "), facts);
}

/** Nothing goes on without a verdict; at the deadline, the file names what happens instead. */
function undecided({ release, started }: Underway, { verdict, reason }: Judgement, facts: Facts): Action {
  const { deadline, onUndecided } = facts.spec;
  const wait: Action = { do: "wait", for: verdict === "error" ? "source" : "evidence", why: reason };
  if (facts.now < started + 1000 * deadline) return wait;
  const ways: Readonly<Record<OnUndecided, Action>> = {
    wait: { ...wait, why: `the deadline is over; ${reason}` },
    hold: end("held", `undecided at the deadline, the weight stays: ${reason}`),
    rollback: goBack(release, `undecided at the deadline: ${reason}`),
  };
  return ways[onUndecided];
}

function advance(release: Release, reached: number, why: string, { approved }: Facts): Action {
  const { stages, end: last } = release.course;
  const next = stages[reached + 1];
  const { title, approve } = next ?? last;
  if (approve && !approved) {
    return { do: "wait", for: "approval", why: `${title} waits for a person; release step --approve agrees` };
  }
  return up(release, next ? { to: "stage", stage: reached + 1 } : { to: "end" }, why);
}

function goBack(release: Release, why: string): Action {
  return up(release, { to: "back" }, why);
}

function up(release: Release, goal: Goal, why: string): Action {
  return { do: "up", release, goal, why };
}

function end(as: End, why: string): Action {
  return { do: "end", as, why };
}
