import type { ReleaseSpec } from "../spec/spec.js";
import { type Course, configOf } from "./course.js";
import { type Action, decide } from "./decide.js";
import { factsOf, type Look, look, type Memory } from "./look.js";
import type { ReleaseStatus } from "./model.js";
import { type CheckResult, type Component, type Ports, type StackState, UpFailed } from "./ports.js";
import { sideNamed } from "./progress.js";
import { type Goal, isSameGoal, messageOfRecord } from "./record.js";
import type { Wishes } from "./start.js";
import { statusOf } from "./status.js";

/** What a driver is asked to do. */
export interface DriverOptions extends Wishes {
  /** Ends the driver as Ctrl-C does: an update that runs ends what it has begun. The release stays where it is. */
  readonly stopped: AbortSignal;
  /** Called with each new status. */
  readonly onStatus?: ((status: ReleaseStatus) => void) | undefined;
  /** Called for what is not in a status: an update that failed, another driver. */
  readonly onNote?: ((text: string) => void) | undefined;
}

/** What one turn did. */
export type Turn = { readonly show: Show } & (
  | { readonly did: "acted"; readonly action: Action & { do: "up" } }
  | { readonly did: "checked" }
  | { readonly did: "waited"; readonly action: Action & { do: "wait" } }
  | { readonly did: "ended"; readonly action: Action & { do: "end" } }
  | { readonly did: "blocked" | "failed" | "overtaken" | "stopped" | "unread"; readonly why: string }
);

/** Makes the status, which takes a moment: it includes a forecast. */
type Show = () => ReleaseStatus;

/** What all parts of a driver share. */
export interface Driver {
  readonly spec: ReleaseSpec;
  readonly ports: Ports;
  readonly options: DriverOptions;
  readonly memory: Memory;
}

/** A driver that has not looked yet. */
export function newDriver(spec: ReleaseSpec, ports: Ports, options: DriverOptions): Driver {
  return { spec, ports, options, memory: { checks: new Map() } };
}

/** Looks, decides, and does it. */
export async function takeTurn(driver: Driver): Promise<Turn> {
  const { seen, action, show } = await lookNow(driver);
  driver.options.onStatus?.(show());
  switch (action.do) {
    case "end":
      return { did: "ended", action, show };
    case "wait":
      return { did: "waited", action, show };
    case "check":
      return {
        did: (await runChecks(driver, seen)) ? "checked" : "stopped",
        why: "a check was stopped",
        show,
      };
    case "up":
      return { ...(await act(driver, seen.state, action)), show };
  }
}

/** Looks and decides, and does nothing. */
export async function lookNow({ spec, ports, options, memory }: Driver) {
  const seen = await look(spec, ports, memory, options);
  const action = decide(factsOf(spec, seen, memory));
  return { seen, action, show: () => statusOf(spec, ports.stack.name, seen, action) };
}

/** Resolves with false for checks that were stopped: they have neither passed nor failed. */
async function runChecks({ spec, ports, options, memory }: Driver, { progress }: Look): Promise<boolean> {
  const { stopped, onNote } = options;
  const results: CheckResult[] = [];
  for (const check of spec.checks) {
    const result = await ports.checks.run(check, stopped);
    if (stopped.aborted) return false;
    onNote?.(`check ${result.passed ? "passed" : "failed"}: ${result.text}`);
    results.push(result);
    if (!result.passed) break;
  }
  if ("release" in progress) memory.checks.set(progress.release.id, results);
  return true;
}

type Deed = Turn extends infer One ? (One extends Turn ? Omit<One, "show"> : never) : never;

/** Runs the update, unless the stack or the program is no longer the one that the decision was made on. */
async function act(driver: Driver, state: StackState, action: Action & { do: "up" }): Promise<Deed> {
  const { spec, ports, options } = driver;
  const { stack } = ports;
  const other = await otherProgram(driver, action);
  if (other !== undefined) return { did: "ended", action: { do: "end", as: "stopped", why: other } };
  if (options.stopped.aborted) return { did: "stopped", why: "stopped before the update" };
  if (hasMoved(state, await stack.read())) {
    const why = "another update has changed the stack in the meantime, so this decision does not count";
    options.onNote?.(why);
    return { did: "overtaken", why };
  }
  const { release, goal } = action;
  const { from, to, sides } = release.subject;
  const record = { component: spec.component, release: release.id, goal, from, to, sides };
  const place = placeOf(release.course, goal);
  const sentence = `${place}: ${action.why}`;
  if (driver.memory.blockedBy === undefined) options.onNote?.(`updating: ${place}`);
  try {
    await stack.up(configOf(release.course, goal), messageOfRecord(record, sentence), options.stopped);
  } catch (error) {
    if (error instanceof UpFailed) return notDone(driver, goal, error);
    throw error;
  }
  driver.memory.failed = undefined;
  driver.memory.blockedBy = undefined;
  return { did: "acted", action };
}

function notDone({ memory, options }: Driver, goal: Goal, { reason, message }: UpFailed): Deed {
  if (reason === "failed") {
    const times = memory.failed && isSameGoal(memory.failed.goal, goal) ? memory.failed.times : 0;
    memory.failed = { goal, times: times + 1 };
  }
  if (reason === "conflict") {
    if (memory.blockedBy !== message) options.onNote?.(message);
    memory.blockedBy = message;
    return { did: "blocked", why: message };
  }
  memory.blockedBy = undefined;
  const isRollback = reason === "failed" && goal.to === "back";
  const why = isRollback ? `THE ROLLBACK FAILED: ${message}` : message;
  options.onNote?.(why);
  return { did: reason, why };
}

/** Why the program would release something else: no config value of a blue-green release names its version. */
async function otherProgram(
  { spec, ports }: Driver,
  action: Action & { do: "up" },
): Promise<string | undefined> {
  const { release, goal } = action;
  if (spec.release.kind === "canary" || goal.to === "back") return undefined;
  const { to, sides } = release.subject;
  const planned: Component | undefined = await ports.stack.plan?.(configOf(release.course, goal));
  const version = planned && sideNamed(planned, sides.canary)?.version;
  if (version === undefined || version === to) return undefined;
  return (
    `the program gives ${sides.canary} version ${version} now, and this release of ${spec.component} is of ${to}; ` +
    "set it back, or run release abort before the next version"
  );
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
