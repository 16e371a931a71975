import type { ReleaseSpec } from "../spec/spec.js";
import { type Course, configOf } from "./course.js";
import { type Action, decide, type End } from "./decide.js";
import { factsOf, type Look, look, type Memory } from "./look.js";
import type { ReleaseStatus } from "./model.js";
import { type CheckResult, type Ports, type StackState, UpFailed } from "./ports.js";
import { type Goal, isSameGoal, messageOfRecord } from "./record.js";
import type { Wishes } from "./start.js";
import { statusOf } from "./status.js";

/** How a release, or one call of the driver, ended. */
export interface Outcome {
  /** `waiting`: the release goes on with the next call. */
  readonly as: End | "waiting" | "failed";
  readonly why: string;
  readonly status: ReleaseStatus;
}

/** Exit codes of `release run`, `release step` and `release abort`. */
export const EXIT_CODES = {
  promoted: 0,
  idle: 0,
  failed: 1,
  stopped: 1,
  held: 3,
  waiting: 3,
  rolledBack: 4,
} as const satisfies Record<Outcome["as"], number>;

export interface DriverOptions extends Wishes {
  /** Agrees with the next stage that needs a person. Used once. */
  readonly approve?: boolean | undefined;
  /** Goes back to the old version, whatever the evidence is. */
  readonly abort?: boolean | undefined;
  /** Ends the driver. The release stays where it is. */
  readonly stopped: AbortSignal;
  /** Called with each new status. */
  readonly onStatus?: ((status: ReleaseStatus) => void) | undefined;
  /** Called for what is not in a status: an update that failed, another driver. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/** Milliseconds after an update that did not succeed: doubled each time, up to the last. */
const PAUSE = { first: 2_000, longest: 60_000 } as const;
/** Updates back or to the end that may fail, one after another, before a run ends. */
const MOST_FAILURES = 5;

/** Decides once, and acts at most once. */
export async function stepRelease(spec: ReleaseSpec, ports: Ports, options: DriverOptions): Promise<Outcome> {
  const memory: Memory = { checks: new Map() };
  const turn = await takeTurn(spec, ports, options, memory);
  return turn.did === "checked" ? outcomeOf(await takeTurn(spec, ports, options, memory)) : outcomeOf(turn);
}

/** Takes a release to its end, as far as it goes without a person. */
export async function runRelease(spec: ReleaseSpec, ports: Ports, options: DriverOptions): Promise<Outcome> {
  const { clock } = ports;
  const memory: Memory = { checks: new Map() };
  const wishes = { ...options };
  let failures = 0;
  let unreadableSince: number | undefined;
  for (;;) {
    const turn = await takeTurn(spec, ports, wishes, memory);
    if (options.stopped.aborted && turn.did !== "ended") return stoppedBy(turn);
    const isUnreadable = turn.did === "waited" && turn.action.for === "source";
    unreadableSince = isUnreadable ? (unreadableSince ?? clock.now()) : undefined;
    failures = turn.did === "failed" ? failures + 1 : turn.did === "acted" ? 0 : failures;
    if (turn.did === "acted") Object.assign(wishes, { approve: false, again: false, takeOver: false });
    if (turn.did === "ended") return outcomeOf(turn);
    if (turn.did === "failed" && failures >= MOST_FAILURES) return outcomeOf(turn);
    if (unreadableSince !== undefined && clock.now() - unreadableSince >= 1000 * spec.evidence.giveUpAfter) {
      return outcomeOf(turn);
    }
    const pause = pauseAfter(turn, failures, spec);
    if (pause > 0) await clock.sleep(pause, options.stopped);
  }
}

/** What one turn did. */
type Turn =
  | { readonly did: "acted"; readonly action: Action & { do: "up" }; readonly show: Show }
  | { readonly did: "checked"; readonly show: Show }
  | { readonly did: "waited"; readonly action: Action & { do: "wait" }; readonly show: Show }
  | { readonly did: "ended"; readonly action: Action & { do: "end" }; readonly show: Show }
  | { readonly did: "failed" | "overtaken" | "stopped"; readonly why: string; readonly show: Show };

/** Makes the status, which takes a moment: it includes a forecast. */
type Show = () => ReleaseStatus;

async function takeTurn(
  spec: ReleaseSpec,
  ports: Ports,
  options: DriverOptions,
  memory: Memory,
): Promise<Turn> {
  const seen = await look(spec, ports, memory, options);
  const { approve, abort } = options;
  if (seen.state.busy) return busyTurn(spec, ports, seen);
  const action = decide(factsOf(spec, seen, memory, { approved: approve, abort }));
  const show = () => statusOf(spec, ports.stack.name, seen, action);
  options.onStatus?.(show());
  switch (action.do) {
    case "end":
      return { did: "ended", action, show };
    case "wait":
      return { did: "waited", action, show };
    case "check":
      await runChecks(spec, ports, options, memory, seen);
      return { did: "checked", show };
    case "up":
      return act(spec, ports, options, memory, seen, action, show);
  }
}

/** What an update leads to is known only when it has ended. */
function busyTurn(spec: ReleaseSpec, { stack }: Ports, seen: Look): Turn {
  const why = `another update of stack ${stack.name} runs; the release goes on when it has ended`;
  const show = () => statusOf(spec, stack.name, seen, { do: "wait", for: "evidence", why });
  return { did: "overtaken", why, show };
}

async function runChecks(
  { checks }: ReleaseSpec,
  ports: Ports,
  { stopped, onNote }: DriverOptions,
  memory: Memory,
  { progress }: Look,
): Promise<void> {
  if (!("release" in progress)) return;
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = await ports.checks.run(check, stopped);
    if (stopped.aborted) return; // a check that was stopped has neither passed nor failed
    onNote?.(`check ${result.passed ? "passed" : "failed"}: ${result.text}`);
    results.push(result);
    if (!result.passed) break;
  }
  memory.checks.set(progress.release.id, results);
}

/** Runs the update, unless the stack is no longer the one that the decision was made on. */
async function act(
  spec: ReleaseSpec,
  { stack }: Ports,
  { stopped, onNote }: DriverOptions,
  memory: Memory,
  seen: Look,
  action: Action & { do: "up" },
  show: Show,
): Promise<Turn> {
  if (stopped.aborted) return { did: "stopped", why: "stopped before the update", show };
  if (hasMoved(seen.state, await stack.read())) {
    const why = "another update has changed the stack in the meantime, so this decision does not count";
    onNote?.(why);
    return { did: "overtaken", why, show };
  }
  const { release, goal } = action;
  const { from, to, sides } = release.subject;
  const record = { component: spec.component, release: release.id, goal, from, to, sides };
  const sentence = `${placeOf(release.course, goal)}: ${action.why}`;
  onNote?.(sentence);
  try {
    await stack.up(configOf(release.course, goal), messageOfRecord(record, sentence), stopped);
    memory.failed = undefined;
    return { did: "acted", action, show };
  } catch (error) {
    if (!(error instanceof UpFailed)) throw error;
    const { reason, message } = error;
    onNote?.(message);
    if (reason === "failed") {
      const times = memory.failed && isSameGoal(memory.failed.goal, goal) ? memory.failed.times : 0;
      memory.failed = { goal, times: times + 1 };
    }
    const did = reason === "conflict" ? "overtaken" : reason;
    return { did, why: goal.to === "back" ? `THE ROLLBACK FAILED: ${message}` : message, show };
  }
}

function hasMoved(before: StackState, now: StackState): boolean {
  return (
    before.updates[0]?.version !== now.updates[0]?.version ||
    JSON.stringify(before.config) !== JSON.stringify(now.config)
  );
}

/** Where an update goes, in words. */
function placeOf({ stages, end }: Course, goal: Goal): string {
  if (goal.to === "back") return "roll back";
  return goal.to === "end" ? end.title : (stages[goal.stage]?.title ?? "");
}

function pauseAfter(turn: Turn, failures: number, { evidence }: ReleaseSpec): number {
  if (turn.did === "acted" || turn.did === "checked") return 0;
  if (turn.did === "waited") return 1000 * evidence.window;
  return Math.min(PAUSE.longest, PAUSE.first * 2 ** Math.max(0, failures - 1));
}

function outcomeOf(turn: Turn): Outcome {
  const status = turn.show();
  switch (turn.did) {
    case "ended":
      return { as: turn.action.as, why: turn.action.why, status };
    case "acted": {
      const { goal, why } = turn.action;
      const as = goal.to === "end" ? "promoted" : goal.to === "back" ? "rolledBack" : "waiting";
      return { as, why, status };
    }
    case "failed":
      return { as: "failed", why: turn.why, status };
    case "waited":
      return { as: "waiting", why: turn.action.why, status };
    case "checked":
      return { as: "waiting", why: "the checks have run", status };
    default:
      return { as: "waiting", why: turn.why, status };
  }
}

function stoppedBy(turn: Turn): Outcome {
  return {
    as: "waiting",
    why: "stopped; the release stays where it is, and release run goes on",
    status: turn.show(),
  };
}
