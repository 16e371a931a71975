import { endOf, type HistoryEntry, isCounted } from "./history.js";

/** The part of `pulumi stack export` that is read here. Secrets in it are encrypted. */
export interface StackExport {
  readonly deployment?: {
    readonly manifest?: { readonly time?: string };
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly PendingOperation[];
  } | null;
}

/** An operation that an update has begun and not ended. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`. */
  readonly type: string;
  readonly resource: Pick<StateResource, "urn" | "type" | "parent">;
}

/** A resource of the state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  /** Set on a resource that is still to be deleted. */
  readonly delete?: boolean;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
}

type Properties = Readonly<Record<string, unknown>>;

/** The history has whole seconds, cut off; this one in milliseconds. */
export const SECOND = 1000;

/**
 * Whether the last update of a stack was killed. `newest` is the newest entry of its history, of any kind.
 *
 * A backend without Pulumi Cloud writes the history at the end of an update and the state after every operation. So a state
 * that is newer than the history belongs to an update without an end. Pending operations alone prove nothing: Pulumi keeps
 * those of a killed creation for ever, until `pulumi refresh` clears them.
 */
export function wasInterrupted({ deployment }: StackExport, newest: HistoryEntry | undefined): boolean {
  const resources = deployment?.resources ?? [];
  const pending = deployment?.pending_operations ?? [];
  if (newest === undefined) return pending.length > 0 || resources.length > 0;
  if (newest.result === "failed" && pending.length > 0) return true;
  if (isCounted(newest)) return false;
  const written = Date.parse(deployment?.manifest?.time ?? "");
  return written >= endOf(newest) + SECOND;
}

/**
 * The objects of a component that a killed update had begun to create and that the state does not have. They exist, most
 * likely. Creating them again would fail with `already exists`, on the way on as on the way back.
 */
export function lostCreations({ deployment }: StackExport, component: (urn: string) => boolean): string[] {
  const known = new Set((deployment?.resources ?? []).map(({ urn }) => urn));
  return (deployment?.pending_operations ?? [])
    .filter(({ type, resource }) => type === "creating" && resource.type.startsWith("kubernetes:"))
    .filter(({ resource: { urn, parent } }) => parent !== undefined && component(parent) && !known.has(urn))
    .map(({ resource }) => resource.urn);
}
