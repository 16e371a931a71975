import type { CanarySpec, ReleaseSpec } from "../spec/spec.js";
import { configOf, goalIn, hasConfig, type Release, type Subject, trafficOf } from "./course.js";
import {
  failuresTo,
  foreignMove,
  hasSameSteps,
  isOver,
  isSentBack,
  type Past,
  pastOf,
  type Times,
  timesOf,
} from "./past.js";
import type { Component, Side, StackState, Update } from "./ports.js";
import type { Goal } from "./record.js";
import { type Start, startOf, type Wishes } from "./start.js";
import { editedByHand, movedByUpdate, otherSteps, otherVersions, staleFile } from "./stops.js";

/** Where a release is, as the stack's config and history have it. */
export type Progress =
  | Start
  /** At a stage: evidence counts. */
  | (Underway & { readonly phase: "going" })
  /** An update to `goal` has begun, or its config is written. It runs to its end before anything is decided. */
  | (Underway & {
      readonly phase: "interrupted";
      readonly goal: Goal;
      /** Updates to this goal that have failed, one after another. */
      readonly attempts: number;
      /** False where only the config is written, so that nothing has changed yet. */
      readonly begun: boolean;
    })
  | (Underway & { readonly phase: "promoted" | "rolledBack" })
  /** A person must look. The way back is open. */
  | (Underway & { readonly phase: "stopped"; readonly why: string });

/** What is true of every release that has begun. */
export interface Underway extends Times {
  readonly release: Release;
  /** The last stage that was reached; −1 before the first. */
  readonly reached: number;
}

/** Everything that the phases of one release are read from. */
interface Question {
  readonly spec: ReleaseSpec;
  readonly state: StackState;
  readonly wishes: Wishes;
  readonly past: Past;
  readonly underway: Underway;
}

/** Reads from config and history where a release is. */
export function progressOf(spec: ReleaseSpec, state: StackState, now: number, wishes: Wishes = {}): Progress {
  const past = pastOf(spec, state);
  if (!past) return startOf(spec, state, wishes);
  const { release, reached, last } = past;
  const underway = { release, reached, ...timesOf(spec, state, past, now) };
  const question = { spec, state, wishes, past, underway };

  const foreign = foreignMove(state, past);
  if (foreign && isEndedBy(foreign, spec, past)) return afterForeignEnd(question, foreign);
  // A version that was sent back stays back, also if another driver had already begun its next update.
  if (isSentBack(past) && last.record.goal.to !== "back") return goingBack(underway, true);
  if (isOver(past)) return afterEnd(question, last.record.goal);
  if (foreign) return afterForeignMove(question, foreign);
  if (!hasSameVersions(spec, state, past))
    return stopped(underway, otherVersions(spec, state, release.subject));
  if (!hasSameSteps(past)) return stopped(underway, otherSteps(spec, past));
  return midway(question);
}

/** The last update was the driver's, and nobody has moved the release since. */
function midway({ spec, state, past, underway }: Question): Progress {
  const { release, last, reached } = past;
  const { goal } = last.record;
  const { course } = release;
  if (hasConfig(course, state.config, configOf(course, goal))) {
    const attempts = failuresTo(goal, past);
    if (attempts === 0) return { ...underway, phase: "going" };
    return { ...underway, phase: "interrupted", goal, attempts, begun: true };
  }
  const written = goalIn(course, state.config, reached);
  if (!written) return stopped(underway, editedByHand(spec, state, past));
  return { ...underway, phase: "interrupted", goal: written, attempts: 0, begun: state.interrupted };
}

/** The driver ended the release. What the config has now may be the next one. */
function afterEnd({ spec, state, wishes, past, underway }: Question, goal: Goal): Progress {
  const { course, subject } = past.release;
  const phase = goal.to === "end" ? "promoted" : "rolledBack";
  if (foreignMove(state, past) || hasNewVersion(spec, state, subject, phase))
    return startOf(spec, state, wishes);
  if (hasConfig(course, state.config, trafficOf(course, goal)))
    return ended(spec, state, wishes, { ...underway, phase });
  if (phase === "promoted") return { phase: "stopped", why: staleFile(spec, subject) };
  return goingBack(underway, false);
}

/** Another tool ended the release: its update took the traffic from the new version, or gave it all. */
function afterForeignEnd({ spec, state, wishes, past, underway }: Question, { config }: Update): Progress {
  const { from, to, sides } = past.release.subject;
  const { release } = spec;
  const [serving, old, fresh] =
    release.kind === "canary"
      ? [config[release.config.stable], from, to]
      : [config[release.config.color], sides.stable, sides.canary];
  const phase = serving === fresh ? "promoted" : "rolledBack";
  const isNext =
    (serving !== fresh && serving !== old) || hasNewVersion(spec, state, past.release.subject, phase);
  return isNext ? startOf(spec, state, wishes) : ended(spec, state, wishes, { ...underway, phase });
}

/** Only a person gives traffic again to a version that was rolled back. */
function ended(
  spec: ReleaseSpec,
  state: StackState,
  wishes: Wishes,
  progress: Underway & { readonly phase: "promoted" | "rolledBack" },
): Progress {
  return progress.phase === "rolledBack" && wishes.again ? startOf(spec, state, wishes) : progress;
}

/** Another tool moved the release to another place, where a person may take it over. */
function afterForeignMove({ spec, wishes, past, underway }: Question, foreign: Update): Progress {
  const { course } = past.release;
  const stage = course.stages.findIndex((one) => hasConfig(course, foreign.config, one.config));
  if (!wishes.takeOver || stage === -1) {
    return stopped(underway, movedByUpdate(spec, foreign, past, stage !== -1));
  }
  const goal: Goal = { to: "stage", stage, takenOver: true };
  return { ...underway, phase: "interrupted", goal, attempts: 0, begun: true };
}

/** Whether an update of another tool that moved a release ended it: one version has all traffic. */
function isEndedBy({ succeeded, config }: Update, { release }: ReleaseSpec, past: Past): boolean {
  if (!succeeded) return false;
  if (release.kind === "canary") {
    const { weight, canary } = release.config;
    return Number(config[weight] ?? 0) === 0 || config[canary] === undefined;
  }
  const { stages, back } = past.release.course;
  // Before the flip, the old color has the traffic anyway.
  const isFlipped = (stages[past.reached]?.weight ?? 0) > 0;
  return isOver(past) || (isFlipped && hasConfig(past.release.course, config, back));
}

/** Whether the versions are those of the release. */
function hasSameVersions({ release }: ReleaseSpec, { config, component }: StackState, past: Past): boolean {
  const { from, to, sides } = past.release.subject;
  if (release.kind === "canary") return isInConfig(release, config, past.release.subject);
  // Until its first update has succeeded, the new color has the version before.
  if (!component || past.reached < 0) return true;
  return isVersion(component, sides.stable, from) && isVersion(component, sides.canary, to);
}

/** After the end of a release: whether there are other versions than at that end. */
function hasNewVersion(
  { release }: ReleaseSpec,
  { config, component }: StackState,
  subject: Subject,
  phase: "promoted" | "rolledBack",
): boolean {
  if (release.kind === "canary") return !isInConfig(release, config, subject);
  if (!component) return false;
  const { from, to, sides } = subject;
  // The color without traffic is the next one to release.
  return phase === "promoted"
    ? !isVersion(component, sides.stable, from)
    : !isVersion(component, sides.canary, to);
}

/** Whether a config names the versions of a release, in its course or at its end. */
function isInConfig(
  { config: keys }: CanarySpec,
  config: StackState["config"],
  { from, to }: Subject,
): boolean {
  const { [keys.stable]: stable, [keys.canary]: canary } = config;
  return (stable === from && canary === to) || (stable === to && canary === undefined);
}

function isVersion(component: Component, color: string, version: string): boolean {
  return sideNamed(component, color)?.version === version;
}

/** The side of a component with a name. */
export function sideNamed({ colors = [], sides }: Component, name: string): Side | undefined {
  return [...colors, sides.stable, sides.canary].find((side) => side?.name === name);
}

function goingBack(underway: Underway, begun: boolean): Progress {
  return { ...underway, phase: "interrupted", goal: { to: "back" }, attempts: 0, begun };
}

function stopped(underway: Underway, why: string): Progress {
  return { ...underway, phase: "stopped", why };
}
