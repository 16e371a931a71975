// What an update was for. It is in the message of the update, so that the history of the stack says where a release is.

/** Where an update takes a release. */
export type Goal =
  | {
      readonly to: "stage";
      readonly stage: number;
      /** A person has set its weight, so no evidence led to it. */
      readonly takenOver?: true | undefined;
    }
  /** The end: the new version is the stable one. */
  | { readonly to: "end" }
  /** The old version gets all connections. */
  | { readonly to: "back" };

/** One update of a release. */
export interface ReleaseRecord {
  readonly component: string;
  /** Names the release by the update before it. */
  readonly release: string;
  readonly goal: Goal;
  /** The versions before and after the release. */
  readonly from: string;
  readonly to: string;
  /** Names of the sides: `stable` and `canary`, or two colors. */
  readonly sides: { readonly stable: string; readonly canary: string };
}

/** Starts the line of a message that a program reads. */
const MARK = "pulumi-kubernetes-traffic/release: ";

/** The message of an update: a sentence for people, and a line for the next driver. */
export function messageOfRecord(record: ReleaseRecord, sentence: string): string {
  // On one line, so that no line of it is taken for the record.
  const line = sentence.replace(/\s+/g, " ").trim();
  return `${titleOf(record)}: ${line}\n\n${MARK}${JSON.stringify(record)}`;
}

/** The record in a message; undefined for an update that no driver made, or that is of another component. */
export function recordIn(message: string, component: string): ReleaseRecord | undefined {
  const line = message.split("\n").find((text) => text.startsWith(MARK));
  if (line === undefined) return undefined;
  try {
    const record: unknown = JSON.parse(line.slice(MARK.length));
    return isRecord(record) && record.component === component ? record : undefined;
  } catch {
    return undefined; // someone wrote or cut it by hand
  }
}

/** The sentence of a message, without the release that it is about. */
export function sentenceIn(message: string, record: ReleaseRecord): string {
  const first = (message.split("\n")[0] ?? "").trim();
  const title = `${titleOf(record)}: `;
  return first.startsWith(title) ? first.slice(title.length) : first;
}

function titleOf({ component, from, to }: ReleaseRecord): string {
  return `release ${component} ${from} → ${to}`;
}

function isRecord(value: unknown): value is ReleaseRecord {
  if (typeof value !== "object" || value === null) return false;
  const { component, release, goal, from, to, sides } = value as Partial<
    Record<keyof ReleaseRecord, unknown>
  >;
  const texts = [component, release, from, to];
  return texts.every((text) => typeof text === "string") && isGoal(goal) && isSides(sides);
}

function isGoal(value: unknown): value is Goal {
  if (typeof value !== "object" || value === null) return false;
  const { to, stage, takenOver } = value as { to?: unknown; stage?: unknown; takenOver?: unknown };
  if (to === "end" || to === "back") return true;
  const isStage = Number.isInteger(stage) && (stage as number) >= 0;
  return to === "stage" && isStage && (takenOver === undefined || takenOver === true);
}

function isSides(value: unknown): value is ReleaseRecord["sides"] {
  if (typeof value !== "object" || value === null) return false;
  const { stable, canary } = value as { stable?: unknown; canary?: unknown };
  return typeof stable === "string" && typeof canary === "string";
}

/** Whether two updates go to the same place. */
export function isSameGoal(a: Goal, b: Goal): boolean {
  return a.to === b.to && (a.to !== "stage" || b.to !== "stage" || a.stage === b.stage);
}
