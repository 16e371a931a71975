import type { ReleaseSpec } from "../spec/spec.js";
import { configOf, courseOf, hasConfig, type Release, trafficOf } from "./course.js";
import type { Period, StackState, Update } from "./ports.js";
import { type Goal, isSameGoal, type ReleaseRecord, recordIn } from "./record.js";

/** The newest release in the history of a stack. */
export interface Past {
  /** Its updates, the newest first. */
  readonly records: readonly RecordedUpdate[];
  readonly last: RecordedUpdate;
  readonly release: Release;
  /** The update that reached the present stage. */
  readonly arrival: RecordedUpdate | undefined;
  /** The last stage that was reached; −1 before the first. */
  readonly reached: number;
}

/** An update of a driver, and what it was for. */
export interface RecordedUpdate {
  readonly update: Update;
  readonly record: ReleaseRecord;
}

/** The times of a release, in milliseconds since 1970. */
export interface Times {
  /** When the stage was reached. */
  readonly since: number;
  /** When the release began. */
  readonly started: number;
  /** The times in which events count. */
  readonly periods: readonly Period[];
  /** Number of the update that made the counting begin again: another tool changed something. */
  readonly recountedAt?: number | undefined;
}

/** Reads the newest release from the history. Undefined if no driver has made an update. */
export function pastOf(spec: ReleaseSpec, state: StackState): Past | undefined {
  const all = state.updates.flatMap((update): RecordedUpdate[] => {
    const record = recordIn(update.message, spec.component);
    return record ? [{ update, record }] : [];
  });
  const last = all[0];
  if (!last) return undefined;
  const { record } = last;
  const records = all.filter((one) => one.record.release === record.release);
  const course = courseOf(spec, record, state.component?.runsWithoutTraffic ?? false);
  const arrival = records.find(({ update, record: { goal } }) => update.succeeded && goal.to === "stage");
  const reached = arrival?.record.goal.to === "stage" ? arrival.record.goal.stage : -1;
  return { records, last, release: { id: record.release, subject: record, course }, arrival, reached };
}

/** The times of a release. Counting begins after each step, and after each change of another tool. */
export function timesOf({ evidence }: ReleaseSpec, state: StackState, past: Past, now: number): Times {
  const { records, last } = past;
  const started = (records.at(-1) ?? last).update.started;
  const other = state.updates.find(
    (update) => update.changed && update.ended >= started && !records.some((one) => one.update === update),
  );
  const inOrder = [...records].reverse();
  const periods = inOrder.flatMap(({ update, record: { goal } }, at): Period[] => {
    if (!update.succeeded || goal.to !== "stage") return [];
    const until = inOrder[at + 1]?.update.started ?? now;
    const from = Math.max(update.ended, other?.ended ?? 0) + 1000 * evidence.warmUp;
    return from < until ? [{ step: goal.stage, from, until }] : [];
  });
  const since = records.find(({ update }) => update.succeeded)?.update.ended ?? last.update.ended;
  return { since, started, periods, recountedAt: other?.version };
}

/** Updates to a goal that have failed since the last one that succeeded. */
export function failuresTo(goal: Goal, { records }: Past): number {
  const end = records.findIndex(({ update, record }) => update.succeeded || !isSameGoal(record.goal, goal));
  return end === -1 ? records.length : end;
}

/** Whether the last update of the release ended it. */
export function isOver({ last }: Past): boolean {
  return last.update.succeeded && last.record.goal.to !== "stage";
}

/** Whether a driver has sent the new version back. */
export function isSentBack({ records }: Past): boolean {
  return records.some(({ record }) => record.goal.to === "back");
}

/** The newest update, if another tool made it and moved the release: its config is not that of the last record. */
export function foreignMove({ updates }: StackState, { last, release }: Past): Update | undefined {
  const [newest] = updates;
  if (!newest || newest === last.update) return undefined;
  const { course } = release;
  const { goal } = last.record;
  const expected = goal.to === "stage" ? configOf(course, goal) : trafficOf(course, goal);
  return hasConfig(course, newest.config, expected) ? undefined : newest;
}

/** Whether the steps in the file are those that the present stage was reached by. */
export function hasSameSteps({ arrival, release, reached }: Past): boolean {
  if (!arrival) return true;
  const stage = release.course.stages[reached];
  return stage !== undefined && hasConfig(release.course, arrival.update.config, stage.config);
}
