import { judgePods } from "../judgement/pods.js";
import type { ReleaseSpec } from "../spec/spec.js";
import type { Facts } from "./decide.js";
import { type Judgement, judge } from "./judge.js";
import type { CheckResult, IndicatorReading, Ports, Side, StackState } from "./ports.js";
import { type Progress, progressOf, sideNamed, type Underway } from "./progress.js";
import { type Goal, isSameGoal } from "./record.js";
import type { Wishes } from "./start.js";

/** A release at one moment. */
export interface Look {
  readonly state: StackState;
  readonly progress: Progress;
  readonly judgement: Judgement | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a driver remembers between two looks. A driver without it decides the same, but runs the checks again. */
export interface Memory {
  /** Results of the checks, by release. */
  readonly checks: Map<string, readonly CheckResult[]>;
  /** The last update of this driver that failed, and how many times: the history may not have it. */
  failed?: { readonly goal: Goal; readonly times: number } | undefined;
}

/** Reads everything that a decision depends on. Rejects if the stack cannot be read. */
export async function look(
  spec: ReleaseSpec,
  ports: Ports,
  memory: Memory,
  wishes: Wishes = {},
): Promise<Look> {
  const state = await ports.stack.read();
  const now = ports.clock.now();
  const progress = withFailures(await progressNow(spec, ports, state, now, wishes), memory);
  const judgement = isJudged(progress) ? await judgementOf(spec, ports, state, progress) : undefined;
  return { state, progress, judgement, now };
}

/** The facts of a decision. */
export function factsOf(
  spec: ReleaseSpec,
  { progress, judgement, now }: Look,
  { checks }: Memory,
  { approved = false, abort = false }: { approved?: boolean | undefined; abort?: boolean | undefined },
): Facts {
  const ran = "release" in progress ? checks.get(progress.release.id) : undefined;
  return { spec, progress, judgement, checks: ran, approved, abort, now };
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
  const isOver = !["going", "interrupted", "stopped"].includes(progress.phase);
  if (spec.release.kind === "canary" || !isOver || !stack.plan) return progress;
  const planned = await stack.plan({});
  return planned ? progressOf(spec, { ...state, component: planned }, now, wishes) : progress;
}

function withFailures(progress: Progress, { failed }: Memory): Progress {
  if (progress.phase !== "interrupted" || !failed || !isSameGoal(failed.goal, progress.goal)) return progress;
  return { ...progress, attempts: Math.max(progress.attempts, failed.times), begun: true };
}

/** A stage that was reached, or one whose update failed: its pods know why. */
function isJudged(progress: Progress): progress is Progress & Underway {
  if (progress.phase === "going") return true;
  return progress.phase === "interrupted" && (progress.reached >= 0 || progress.attempts > 0);
}

async function judgementOf(
  spec: ReleaseSpec,
  ports: Ports,
  { component }: StackState,
  { release, reached, periods, started }: Underway,
): Promise<Judgement> {
  const { evidence } = spec;
  const { subject, course } = release;
  const [stable, canary] = component
    ? [sideNamed(component, subject.sides.stable), sideNamed(component, subject.sides.canary)]
    : [];
  if (!component || !stable || !canary) {
    const problem = `the stack has no ${subject.sides.canary} side of ${spec.component}; look at pulumi up`;
    const readings = evidence.indicators.map(
      ({ name }): IndicatorReading => ({ name, windows: [], problem }),
    );
    return judge(evidence, course, reached, readings, { verdict: "error", reason: problem });
  }
  const old: Side = { ...stable, version: subject.from };
  const fresh: Side = { ...canary, version: subject.to };
  const question = { namespace: component.namespace, stable: old, canary: fresh, since: started };
  const [readings, pods] = await Promise.all([
    ports.evidence.read({ spec: evidence, periods, stable: old, canary: fresh }),
    evidence.pods ? ports.pods.read(question) : undefined,
  ]);
  return judge(
    evidence,
    course,
    reached,
    readings,
    pods && judgePods(pods, { stable: old, canary: fresh }, ports.clock.now()),
  );
}
