import { judgePods } from "../judgement/pods.js";
import type { ReleaseSpec } from "../spec/spec.js";
import type { Facts } from "./decide.js";
import { type Folds, type Judgement, judge } from "./judge.js";
import type { CheckResult, Component, IndicatorReading, Ports, Side, StackState } from "./ports.js";
import { type Progress, progressOf, sideNamed, type Underway } from "./progress.js";
import { type Goal, isSameGoal } from "./record.js";
import type { Wishes } from "./start.js";

/** A release at one moment. */
export interface Look {
  readonly state: StackState;
  readonly progress: Progress;
  readonly judgement: Judgement | undefined;
  /** What a person asks for, as far as it still holds. */
  readonly wishes: Wishes;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a driver remembers between two looks. A driver without it decides the same, but runs the checks again. */
export interface Memory {
  /** Results of the checks, by release. */
  readonly checks: Map<string, readonly CheckResult[]>;
  /** Why the last update could not begin: the lock of another one, which may be left over. */
  blockedBy?: string | undefined;
  /** The last update of this driver that failed, and how many times: the history may not have it. */
  failed?: { readonly goal: Goal; readonly times: number } | undefined;
  /** What the windows added up to. Absent before the first look. */
  folds?: Folds | undefined;
  /** The newest update at the first look. */
  first?: { readonly version: number | undefined } | undefined;
}

/** Reads everything that a decision depends on. Rejects if the stack cannot be read. */
export async function look(
  spec: ReleaseSpec,
  ports: Ports,
  memory: Memory,
  asked: Wishes = {},
): Promise<Look> {
  const state = await ports.stack.read();
  const now = ports.clock.now();
  const wishes = wishesNow(state, memory, asked);
  const progress = withFailures(await progressNow(spec, ports, state, now, wishes), memory);
  // The way back waits for nothing, least of all for evidence that cannot be read.
  const isJudged = isAtStage(progress) && !wishes.abort;
  const judgement = isJudged ? await judgementOf(spec, ports, memory, state, progress) : undefined;
  return { state, progress, judgement, wishes, now };
}

/** The facts of a decision. */
export function factsOf(spec: ReleaseSpec, seen: Look, { checks }: Memory): Facts {
  const { state, progress, judgement, wishes, now } = seen;
  const { approve: approved = false, abort = false } = wishes;
  const ran = "release" in progress ? checks.get(progress.release.id) : undefined;
  return { spec, progress, judgement, checks: ran, busy: state.busy, approved, abort, now };
}

/** A person agrees with what the next update does, not with those that follow. The way back is wished for ever. */
function wishesNow({ updates }: StackState, memory: Memory, asked: Wishes): Wishes {
  const version = updates[0]?.version;
  memory.first ??= { version };
  return memory.first.version === version ? asked : { abort: asked.abort };
}

/** The config of a blue-green release names no version: only a run of the program knows one that no update has made yet. */
async function progressNow(
  spec: ReleaseSpec,
  { stack }: Ports,
  state: StackState,
  now: number,
  wishes: Wishes,
): Promise<Progress> {
  const progress = progressOf(spec, state, now, wishes);
  const isUnderway = ["going", "interrupted", "stopped"].includes(progress.phase);
  if (spec.release.kind === "canary" || isUnderway || !stack.plan) return progress;
  // With the color that has the traffic, because the config may have another one that no update has made.
  const [active] = state.component?.colors ?? [];
  const component = await stack.plan(active ? { [spec.release.config.color]: active.name } : {});
  return component ? progressOf(spec, { ...state, component }, now, wishes) : progress;
}

function withFailures(progress: Progress, { failed }: Memory): Progress {
  if (progress.phase !== "interrupted" || !failed || !isSameGoal(failed.goal, progress.goal)) return progress;
  return { ...progress, attempts: Math.max(progress.attempts, failed.times), begun: true };
}

/** A stage that was reached, or one whose update failed: its pods know why. */
function isAtStage(progress: Progress): progress is Progress & Underway {
  if (progress.phase === "going") return true;
  return progress.phase === "interrupted" && (progress.reached >= 0 || progress.attempts > 0);
}

async function judgementOf(
  spec: ReleaseSpec,
  ports: Ports,
  memory: Memory,
  { component }: StackState,
  underway: Underway,
): Promise<Judgement> {
  const { evidence } = spec;
  const { release, reached, periods, started } = underway;
  const place = { course: release.course, stage: reached };
  const sides = component && sidesOf(component, release.subject);
  if (!sides) {
    const problem = `the stack has no ${release.subject.sides.canary} side of ${spec.component}; look at pulumi up`;
    const readings = evidence.indicators.map(
      ({ name }): IndicatorReading => ({ name, windows: [], problem }),
    );
    return judge(evidence, place, readings, { verdict: "error", reason: problem });
  }
  const [readings, pods] = await Promise.all([
    ports.evidence.read({ spec: evidence, periods, ...sides }),
    evidence.pods ? ports.pods.read({ namespace: component.namespace, since: started, ...sides }) : undefined,
  ]);
  memory.folds ??= new Map();
  const judgedPods = pods && judgePods(pods, sides, ports.clock.now());
  return judge(evidence, place, readings, judgedPods, memory.folds);
}

/** Both sides, with the versions that the release began with. */
function sidesOf(
  component: Component,
  { from, to, sides }: Underway["release"]["subject"],
): { stable: Side; canary: Side } | undefined {
  const stable = sideNamed(component, sides.stable);
  const canary = sideNamed(component, sides.canary);
  return stable && canary && { stable: { ...stable, version: from }, canary: { ...canary, version: to } };
}
