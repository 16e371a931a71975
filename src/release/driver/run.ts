import { messageOf } from "../../preview/failure.js";
import type { ReleaseSpec } from "../spec/spec.js";
import type { End } from "./decide.js";
import type { ReleaseStatus } from "./model.js";
import type { Ports } from "./ports.js";
import { type Driver, type DriverOptions, lookNow, newDriver, type Turn, takeTurn } from "./turn.js";

export type { DriverOptions } from "./turn.js";

/** How a release, or one call of the driver, ended. */
export interface Outcome {
  /** `waiting`: the release goes on with the next call. */
  readonly as: End | "waiting" | "failed";
  /** In a sentence. */
  readonly why: string;
  /** The status that this was decided on. */
  readonly status: ReleaseStatus;
}

/**
 * Exit codes of `release run`, `release step` and `release abort`, by the end of a release: 0 for `promoted` and `idle`, 3 for
 * `waiting` and `held`, 4 for `rolledBack`, and 1 for `failed` and `stopped`.
 */
export const EXIT_CODES = {
  promoted: 0,
  idle: 0,
  failed: 1,
  stopped: 1,
  held: 3,
  waiting: 3,
  rolledBack: 4,
} as const satisfies Record<Outcome["as"], number>;

/** Milliseconds after an update that did not succeed: doubled each time, up to the last. */
const PAUSE = { first: 2_000, longest: 60_000 } as const;
/** Updates to one goal that may fail, one after another, before a run ends. A stage is given up earlier. */
const MOST_FAILURES = 5;

/** Decides once, and runs at most one update. Rejects when the stack cannot be read. */
export async function stepRelease(spec: ReleaseSpec, ports: Ports, options: DriverOptions): Promise<Outcome> {
  const driver = newDriver(spec, ports, options);
  const turn = await takeTurn(driver);
  const last = turn.did === "checked" ? await takeTurn(driver) : turn;
  const outcome = outcomeOf(last, options.stopped);
  // An update leads to another status than the one that it was decided on.
  return last.did === "acted" ? { ...outcome, status: (await lookNow(driver)).show() } : outcome;
}

/**
 * Takes a release to its end, as far as it goes without a person: it looks after each window, and runs an update after each
 * verdict. Rejects when the stack cannot be read. Any other driver can go on where it ended.
 */
export async function runRelease(spec: ReleaseSpec, ports: Ports, options: DriverOptions): Promise<Outcome> {
  const { clock } = ports;
  const { stopped } = options;
  const driver = newDriver(spec, ports, options);
  let stuckSince: number | undefined;
  let before: Turn | undefined;
  for (;;) {
    const turn = await takeTurn(driver).catch((error: unknown) => unreadStack(error, before, options));
    before = turn;
    if (turn.did === "ended" || stopped.aborted) return outcomeOf(turn, stopped);
    if (turn.did === "acted" && (await isNextRelease(driver, turn))) return outcomeOf(turn, stopped);
    const failures = driver.memory.failed?.times ?? 0;
    if (turn.did === "failed" && failures >= MOST_FAILURES) return outcomeOf(turn, stopped);
    const isStuck = isOutOfReach(turn);
    stuckSince = isStuck ? (stuckSince ?? clock.now()) : undefined;
    if (stuckSince !== undefined && clock.now() - stuckSince >= 1000 * spec.evidence.giveUpAfter) {
      return outcomeOf(turn, stopped);
    }
    const pause = pauseAfter(turn, driver);
    if (pause > 0) await clock.sleep(pause, stopped);
  }
}

/** Whether an update left its release behind. The way back may bring the next version, which is for the next run. */
async function isNextRelease(driver: Driver, { action }: Turn & { did: "acted" }): Promise<boolean> {
  if (action.goal.to === "stage") return false;
  const now = await lookNow(driver).catch(() => undefined);
  if (!now) return true; // The stack cannot be read, and the release has come to an end.
  const { progress } = now.seen;
  return !("release" in progress && progress.release.id === action.release.id);
}

/** A backend that is away for a moment does not end a run: the next turn reads the stack again. */
function unreadStack(error: unknown, before: Turn | undefined, { onNote }: DriverOptions): Turn {
  if (!before) throw error;
  const why = `the stack cannot be read: ${messageOf(error)}`;
  onNote?.(why);
  return { did: "unread", why, show: before.show };
}

/** Whether only somebody else can help: the evidence or the stack cannot be read, or a lock does not go away. */
function isOutOfReach(turn: Turn): boolean {
  if (turn.did === "waited") return turn.action.for === "source";
  return turn.did === "unread" || turn.did === "blocked";
}

function pauseAfter(turn: Turn, { spec, memory }: Driver): number {
  if (turn.did === "acted" || turn.did === "checked") return 0;
  if (turn.did === "waited" && turn.action.for !== "update") return 1000 * spec.evidence.window;
  const failures = turn.did === "failed" ? (memory.failed?.times ?? 1) : 1;
  return Math.min(PAUSE.longest, PAUSE.first * 2 ** (failures - 1));
}

function outcomeOf(turn: Turn, stopped: AbortSignal): Outcome {
  const status = turn.show();
  switch (turn.did) {
    case "ended":
      return { as: turn.action.as, why: turn.action.why, status };
    case "failed":
      return { as: "failed", why: turn.why, status };
    case "acted": {
      const { goal, why } = turn.action;
      if (goal.to !== "stage") return { as: goal.to === "end" ? "promoted" : "rolledBack", why, status };
      return { as: "waiting", why, status };
    }
    default:
      return { as: "waiting", why: whyWaiting(turn, stopped), status };
  }
}

function whyWaiting(turn: Turn, stopped: AbortSignal): string {
  if (stopped.aborted) return "stopped; the release stays where it is, and release run goes on";
  if (turn.did === "checked") return "the checks have run";
  return "why" in turn ? turn.why : turn.action.why;
}
