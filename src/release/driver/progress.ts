import type { ReleaseSpec } from "../spec/spec.js";
import { configOf, courseOf, goalIn, hasConfig, type Release, type Subject } from "./course.js";
import type { Period, Side, StackState, Update } from "./ports.js";
import { type Goal, isSameGoal, type ReleaseRecord, recordIn } from "./record.js";
import { type Start, startOf, type Wishes } from "./start.js";

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
  | (Underway & { readonly phase: "promoted" | "rolledBack" });

/** What is true of every release that has begun. */
export interface Underway {
  readonly release: Release;
  /** The last stage that was reached; −1 before the first. */
  readonly reached: number;
  /** When the stage was reached, in milliseconds since 1970. */
  readonly since: number;
  /** When the release began. */
  readonly started: number;
  /** The times in which events count. */
  readonly periods: readonly Period[];
  /** Number of the update that made the counting begin again: another tool changed something. */
  readonly recountedAt?: number | undefined;
}

/** Reads from config and history where a release is. */
export function progressOf(spec: ReleaseSpec, state: StackState, now: number, wishes: Wishes = {}): Progress {
  const past = pastOf(spec, state);
  if (!past) return startOf(spec, state, wishes);
  const { last, release, reached } = past;
  const { goal } = last.record;
  const underway: Underway = { release, reached, ...timesOf(spec, state, past, now) };
  const isCurrent = hasConfig(state.config, configOf(release.course, goal));
  const isSame = isSameSubject(spec, state, release.subject);

  if (goal.to !== "stage" && last.update.succeeded) {
    const phase = goal.to === "end" ? "promoted" : "rolledBack";
    if (!isSame || hasNewVersion(spec, state, release.subject, phase)) return startOf(spec, state, wishes);
    if (isCurrent && phase === "rolledBack" && wishes.again) return startOf(spec, state, wishes);
    if (isCurrent) return { ...underway, phase };
    if (phase === "promoted") return stopped(behind(spec, release.subject));
    return { ...underway, phase: "interrupted", goal, attempts: 0, begun: false };
  }
  // A version that was rolled back stays back, also if another driver had already begun its next step.
  const isSentBack = past.records.some(({ record }) => record.goal.to === "back");
  if (isSentBack && goal.to !== "back") {
    return { ...underway, phase: "interrupted", goal: { to: "back" }, attempts: 0, begun: true };
  }
  if (!isSame) return stopped(changedVersions(spec, state, release.subject));
  const foreign = foreignMove(state, past);
  if (foreign) return foreignProgress(spec, underway, foreign, wishes);
  const attempts = failuresTo(goal, past.records);
  if (attempts > 0 && isCurrent) return { ...underway, phase: "interrupted", goal, attempts, begun: true };
  if (isCurrent) return { ...underway, phase: "going" };
  const written = goalIn(release.course, state.config, reached);
  if (!written) return stopped(editedByHand(spec, state, configOf(release.course, goal)));
  return { ...underway, phase: "interrupted", goal: written, attempts: 0, begun: state.interrupted };
}

interface Past {
  /** Updates of this release, the newest first. */
  readonly records: readonly RecordedUpdate[];
  readonly last: RecordedUpdate;
  readonly release: Release;
  readonly reached: number;
}

interface RecordedUpdate {
  readonly update: Update;
  readonly record: ReleaseRecord;
}

/** The newest release in the history. */
function pastOf(spec: ReleaseSpec, state: StackState): Past | undefined {
  const all = state.updates.flatMap((update) => {
    const record = recordIn(update.message, spec.component);
    return record ? [{ update, record }] : [];
  });
  const last = all[0];
  if (!last) return undefined;
  const { record } = last;
  const records = all.filter((one) => one.record.release === record.release);
  const course = courseOf(spec, record, state.component?.runsWithoutTraffic ?? false);
  const reached = records.find(({ update, record: { goal } }) => update.succeeded && goal.to === "stage");
  return {
    records,
    last,
    release: { id: record.release, subject: record, course },
    reached: reached?.record.goal.to === "stage" ? reached.record.goal.stage : -1,
  };
}

function timesOf(
  spec: ReleaseSpec,
  { updates }: StackState,
  { records, last }: Past,
  now: number,
): Pick<Underway, "since" | "started" | "periods" | "recountedAt"> {
  const oldest = records.at(-1) ?? last;
  const other = updates.find(
    (update) =>
      update.changed &&
      update.ended >= oldest.update.started &&
      !records.some((one) => one.update === update),
  );
  const countFrom = other?.ended ?? 0;
  const inOrder = [...records].reverse();
  const periods = inOrder.flatMap(({ update, record: { goal } }, at): Period[] => {
    if (!update.succeeded || goal.to !== "stage") return [];
    const until = inOrder[at + 1]?.update.started ?? now;
    const from = Math.max(update.ended, countFrom) + 1000 * spec.evidence.warmUp;
    return from < until ? [{ step: goal.stage, from, until }] : [];
  });
  const since = records.find(({ update }) => update.succeeded)?.update.ended ?? last.update.ended;
  return { since, started: oldest.update.started, periods, recountedAt: other?.version };
}

/** Failed updates to a goal since the last one that succeeded. */
function failuresTo(goal: Goal, records: readonly RecordedUpdate[]): number {
  const end = records.findIndex(({ update, record }) => update.succeeded || !isSameGoal(record.goal, goal));
  return end === -1 ? records.length : end;
}

/** An update of another tool that moved the release: its config is not that of the last record. */
function foreignMove({ updates }: StackState, { last, release }: Past): Update | undefined {
  const [newest] = updates;
  if (!newest || newest === last.update) return undefined;
  return hasConfig(newest.config, configOf(release.course, last.record.goal)) ? undefined : newest;
}

function foreignProgress(
  spec: ReleaseSpec,
  underway: Underway,
  { version, config }: Update,
  { takeOver }: Wishes,
): Progress {
  const { course } = underway.release;
  if (hasConfig(config, course.back)) return { ...underway, phase: "rolledBack" };
  const stage = course.stages.findIndex((one) => hasConfig(config, one.config));
  if (takeOver && stage !== -1) {
    return { ...underway, phase: "interrupted", goal: { to: "stage", stage }, attempts: 0, begun: true };
  }
  const keys = Object.keys(course.back).map((key) => `${key} ${config[key] ?? "removed"}`);
  const way = stage === -1 ? "" : `, or add --take-over to go on from there`;
  return stopped(
    `update ${version}, which is not the release driver's, set ${keys.join(", ")} in the middle of the release of ` +
      `${spec.component}; run release abort to go back${way}`,
  );
}

/** Whether the config names the same two versions. A blue-green config names none. */
function isSameSubject({ release }: ReleaseSpec, { config }: StackState, { from, to }: Subject): boolean {
  if (release.kind === "blueGreen") return true;
  const { stable, canary } = release.config;
  const isEnd = config[stable] === to && config[canary] === undefined;
  return isEnd || (config[stable] === from && config[canary] === to);
}

/** After the end of a blue-green release: whether the color without traffic has another version than at that end. */
function hasNewVersion(
  { release }: ReleaseSpec,
  { component }: StackState,
  { from, to, sides }: Subject,
  phase: "promoted" | "rolledBack",
): boolean {
  if (release.kind === "canary" || !component) return false; // the config names the versions, and was compared
  const idle = phase === "promoted" ? sides.stable : sides.canary;
  const known = phase === "promoted" ? from : to;
  return sideNamed(component, idle)?.version !== known;
}

/** The side of a component with a name. */
export function sideNamed(component: NonNullable<StackState["component"]>, name: string): Side | undefined {
  const { stable, canary } = component.sides;
  return [...(component.colors ?? []), stable, ...(canary ? [canary] : [])].find(
    (side) => side.name === name,
  );
}

function stopped(why: string): Progress {
  return { phase: "stopped", why };
}

function behind(spec: ReleaseSpec, { from, to }: Subject): string {
  return (
    `the config still releases ${spec.component} from ${from} to ${to}, which the history shows as promoted; ` +
    "fetch the newest stack file from git, or set the stable version by hand"
  );
}

function changedVersions(spec: ReleaseSpec, { config }: StackState, { from, to }: Subject): string {
  const keys = spec.release.kind === "canary" ? spec.release.config : undefined;
  const now = keys ? `${config[keys.stable] ?? "none"} to ${config[keys.canary] ?? "none"}` : "others";
  return (
    `the config changed the versions from ${from} to ${to} into ${now} in the middle of the release of ` +
    `${spec.component}; set them back, and run release abort before the next version`
  );
}

function editedByHand(
  spec: ReleaseSpec,
  { config }: StackState,
  wanted: Readonly<Record<string, unknown>>,
): string {
  const differences = Object.entries(wanted)
    .filter(([key, value]) => config[key] !== value)
    .map(
      ([key, value]) => `${key} is ${config[key] ?? "absent"}, and the last update had ${value ?? "none"}`,
    );
  return (
    `the stack file differs from the last update of the release of ${spec.component}: ${differences.join("; ")}; ` +
    "set the values back, or fetch the newest stack file from git"
  );
}
