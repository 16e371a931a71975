import type { Update } from "../driver/ports.js";
import type { Keys } from "./keys.js";

/** An entry of `pulumi stack history --json`, the newest first. */
export interface HistoryEntry {
  /** Undefined or 0 in backends that do not count. */
  readonly version?: number;
  readonly kind: string;
  readonly result: string;
  readonly message?: string;
  /** RFC 3339 in UTC, to the second. */
  readonly startTime: string;
  /** Absent while it runs. */
  readonly endTime?: string;
  /** Secrets have no value. */
  readonly config?: Readonly<Record<string, { readonly value?: string; readonly secret?: boolean }>>;
  readonly resourceChanges?: Readonly<Record<string, number>>;
}

/** Operations that change nothing. */
const UNCHANGED = ["same", "read"];

/**
 * The updates of a history. A refresh, an import and a rename run no step of a release, and are left out. A destroy ends the
 * list: what came before belongs to resources that are gone. So does an update that still runs.
 */
export function updatesOf(history: readonly HistoryEntry[], keys: Keys): Update[] {
  const destroyed = history.findIndex(({ kind, result }) => kind === "destroy" && result === "succeeded");
  const present = destroyed === -1 ? history : history.slice(0, destroyed);
  return present
    .filter((entry) => entry.kind === "update" && !isRunning(entry))
    .map((entry) => updateOf(entry, keys));
}

function updateOf(entry: HistoryEntry, keys: Keys): Update {
  const { message = "", resourceChanges = {} } = entry;
  const started = Date.parse(entry.startTime);
  return {
    version: entry.version || started / 1000,
    succeeded: entry.result === "succeeded",
    message,
    started,
    ended: endOf(entry),
    config: configOf(entry, keys),
    changed: Object.entries(resourceChanges).some(
      ([operation, count]) => count > 0 && !UNCHANGED.includes(operation),
    ),
  };
}

function configOf({ config = {} }: HistoryEntry, keys: Keys): Record<string, string> {
  const plain = Object.entries(config).flatMap(([key, { value, secret }]) =>
    secret || value === undefined ? [] : [[keys.short(key), value] as const],
  );
  return Object.fromEntries(plain);
}

/** Milliseconds since 1970; the start of an entry that has no end. */
export function endOf({ startTime, endTime }: HistoryEntry): number {
  return Date.parse(endTime ?? startTime);
}

/** Whether an entry is of an update that has not ended. Only Pulumi Cloud writes it before its end. */
export function isRunning({ result }: HistoryEntry): boolean {
  return result === "in-progress" || result === "not-started";
}

/** Whether the backend counts its updates, as Pulumi Cloud does. It then also shows those that run or were killed. */
export function isCounted({ version }: HistoryEntry): boolean {
  return version !== undefined && version > 0;
}
