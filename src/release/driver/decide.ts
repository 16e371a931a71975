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
  /** Whether another update of the stack runs. */
  readonly busy: boolean;
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
  /** `for` an approval, evidence that is not there yet, evidence that cannot be read, or the end of another update. */
  | {
      readonly do: "wait";
      readonly for: "evidence" | "approval" | "source" | "update";
      readonly why: string;
    }
  | { readonly do: "end"; readonly as: End; readonly why: string };

/** `held`: undecided at the deadline. `stopped`: a person must look. */
export type End = "promoted" | "rolledBack" | "idle" | "held" | "stopped";

/** Updates to one stage that may fail before the release goes back. */
const MOST_ATTEMPTS = 3;

/** Decides. The same facts give the same action, whoever asks, and however often. */
export function decide(facts: Facts): Action {
  // What an update leads to is known only when it has ended.
  if (facts.busy)
    return wait("update", "another update of the stack runs; the release goes on when it has ended");
  return facts.abort ? wayBack(facts.progress) : wayOn(facts);
}

/** What happens unless a person asks for the way back. */
function wayOn(facts: Facts): Action {
  const { progress } = facts;
  switch (progress.phase) {
    case "idle":
    case "stopped":
      return end(progress.phase, progress.why);
    case "ready":
      return begin(progress.release, progress.takeOver, facts);
    case "promoted":
      return end("promoted", `${progress.release.subject.to} is the stable version`);
    case "rolledBack":
      return end("rolledBack", backAgain(progress.release));
    case "interrupted":
      return progress.begun ? resume(progress, facts) : begunByFile(progress, facts);
    case "going":
      return atStage(progress, facts);
  }
}

/** The way back from everywhere, except from a promotion: the old version may have no pods any more. */
function wayBack(progress: Progress): Action {
  switch (progress.phase) {
    case "idle":
      return end("idle", progress.why);
    case "ready":
      return progress.written ? abort(progress.release) : end("idle", "the release has not begun");
    case "rolledBack":
      return end("rolledBack", backAgain(progress.release));
    case "promoted":
      return end("stopped", tooLate(progress.release, "is the stable version already"));
    case "stopped":
      return "release" in progress ? abort(progress.release) : end("stopped", progress.why);
    case "interrupted":
      return progress.goal.to === "end" && progress.begun
        ? end("stopped", tooLate(progress.release, "is being promoted, and release run ends that"))
        : abort(progress.release);
    case "going":
      return abort(progress.release);
  }
}

function backAgain({ subject }: Release): string {
  return `${subject.from} has all connections again; --again releases anew`;
}

function tooLate({ subject: { from, to } }: Release, state: string): string {
  return `${to} ${state}; to go back, release ${from} as the next version`;
}

function abort(release: Release): Action {
  return goBack(release, "a person asked for it");
}

function begin(release: Release, takeOver: number | undefined, facts: Facts): Action {
  if (takeOver === undefined) return advance(release, -1, "the release begins", facts);
  const goal: Goal = { to: "stage", stage: takeOver, takenOver: true };
  return up(release, goal, "goes on from a weight that a person has set");
}

type Interrupted = Progress & { readonly phase: "interrupted" };

/** The same update runs to its end first: half of it may be done. Only a known failure is worse than that. */
function resume({ release, goal, attempts }: Interrupted, { judgement }: Facts): Action {
  const again = up(release, goal, attempts > 0 ? "tries again" : "continues");
  if (goal.to !== "stage") return again;
  if (judgement?.verdict === "fail") return goBack(release, judgement.reason);
  if (attempts < MOST_ATTEMPTS) return again;
  const title = release.course.stages[goal.stage]?.title;
  return goBack(release, `the update to ${title} failed ${attempts} times`);
}

/** A driver that died, or a person, has written the config of the next update. It needs the same evidence. */
function begunByFile(progress: Interrupted, facts: Facts): Action {
  const { release, reached, goal } = progress;
  if (goal.to === "back" || reached < 0) return up(release, goal, "continues");
  // Whoever has written the config has agreed.
  const action = atStage(progress, { ...facts, approved: true });
  if (action.do === "check") return action;
  if (action.do === "up") return action.goal.to === "back" ? action : up(release, goal, "continues");
  const { stages, end: last } = release.course;
  const { title } = goal.to === "stage" ? (stages[goal.stage] ?? last) : last;
  const why = `the config has ${title} already, but the evidence does not allow it: ${action.why}`;
  if (action.do === "wait" && action.for === "source") return wait("source", why);
  return end("stopped", `${why}; set the config back to what the last update had`);
}

function atStage(progress: Progress & Underway, facts: Facts): Action {
  const { release, reached, since } = progress;
  const { judgement, checks, now, spec } = facts;
  const stage = release.course.stages[reached];
  if (!judgement || !stage) return wait("evidence", "nothing is known yet");
  if (judgement.verdict === "fail") return goBack(release, judgement.reason);
  if (reached === 0 && spec.checks.length > 0) {
    if (!checks) return { do: "check" };
    const failed = checks.filter(({ passed }) => !passed);
    const texts = failed.map(({ text }) => text).join("; ");
    if (failed.length > 0) return goBack(release, `check failed: ${texts}`);
  }
  if (judgement.verdict !== "pass") return undecided(progress, judgement, facts);
  const left = since + 1000 * stage.atLeast - now;
  if (left > 0) return wait("evidence", `${stage.title} lasts for ${Math.ceil(left / 1000)} s more`);
  const checked = (checks ?? []).map(({ text }) => text);
  return advance(release, reached, [judgement.reason, ...checked].join("; "), facts);
}

/** Nothing goes on without a verdict; at the deadline, the file names what happens instead. */
function undecided({ release, started }: Underway, { verdict, reason }: Judgement, facts: Facts): Action {
  const { deadline, onUndecided } = facts.spec;
  const source = verdict === "error" ? "source" : "evidence";
  if (facts.now < started + 1000 * deadline) return wait(source, reason);
  const ways: Readonly<Record<OnUndecided, Action>> = {
    wait: wait(source, `the deadline is over; ${reason}`),
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
    return wait("approval", `${title} waits for a person; release step --approve agrees`);
  }
  return up(release, next ? { to: "stage", stage: reached + 1 } : { to: "end" }, why);
}

function goBack(release: Release, why: string): Action {
  return up(release, { to: "back" }, why);
}

function up(release: Release, goal: Goal, why: string): Action {
  return { do: "up", release, goal, why };
}

function wait(what: (Action & { do: "wait" })["for"], why: string): Action {
  return { do: "wait", for: what, why };
}

function end(as: End, why: string): Action {
  return { do: "end", as, why };
}
