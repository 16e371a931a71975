import type { Document } from "./render.js";

/** The difference of an object from the last render. */
export interface ObjectDiff {
  readonly change: "create" | "change" | "same";
  /** The fields that differ, sorted by path. Empty unless `change` is "change". */
  readonly fields: readonly FieldChange[];
}

/** A field that differs. The value is undefined on a side without the field. */
export interface FieldChange {
  /** `spec.template.spec.containers[web].image`. List entries have their name in brackets, or else their position. */
  readonly path: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** Compares an object with its document in the last render. */
export function diffDocument(old: Document | undefined, next: Document): ObjectDiff {
  if (old === undefined) return { change: "create", fields: [] };
  const before = leaves(old);
  const after = leaves(next);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const fields = paths
    .map((path) => ({ path, old: before.get(path), new: after.get(path) }))
    .filter((field) => differs(field.old, field.new));
  return { change: fields.length > 0 ? "change" : "same", fields };
}

function differs(old: unknown, next: unknown): boolean {
  // A masked secret hides whether the value differs, and the old value must not appear on the screen.
  if (old !== undefined && next === "<secret>") return false;
  return old !== next;
}

/** Every leaf by its path. An empty list or map is a leaf, as text so that it compares by value. */
function leaves(value: unknown, path = "", found = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value !== "object" || value === null) return found.set(path, value);
  const children = childPaths(value, path);
  if (children.length === 0) return found.set(path, Array.isArray(value) ? "[]" : "{}");
  for (const [inner, at] of children) leaves(inner, at, found);
  return found;
}

/** The values in a list or a map, each with its path. */
export function childPaths(value: object, path: string): [value: unknown, path: string][] {
  const names = Array.isArray(value) ? entryNames(value) : undefined;
  return Object.entries(value).map(([key, inner]) => [
    inner,
    names ? `${path}[${names[Number(key)]}]` : `${path}${step(key, path)}`,
  ]);
}

/** Names of list entries, if every entry has one and all are different. Otherwise their positions. */
function entryNames(list: readonly unknown[]): readonly (string | number)[] {
  const names = list.map((entry) => (entry as { name?: unknown } | null)?.name);
  const unique = names.every((name) => typeof name === "string") && new Set(names).size === names.length;
  return unique ? (names as string[]) : list.map((_, position) => position);
}

function step(key: string, path: string): string {
  if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
  return path === "" ? key : `.${key}`;
}
