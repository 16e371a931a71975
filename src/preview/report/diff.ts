import type { Document } from "./render.js";

/** What became of an object since the last render. */
export interface ObjectDiff {
  readonly change: "create" | "change" | "same";
  /** The fields that differ, sorted by path; empty unless it changed. */
  readonly fields: readonly FieldChange[];
}

/** One field that differs. A side that does not have it is undefined. */
export interface FieldChange {
  /** `spec.template.spec.containers[web].image`: list entries by their name where they have one, else by position. */
  readonly path: string;
  readonly old: unknown;
  readonly new: unknown;
}

/** Compares an object with what the last render had under the same identity. */
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
  // A masked secret says nothing about the value behind it, and the old value must not be shown beside it.
  if (old !== undefined && next === "<secret>") return false;
  return old !== next;
}

/** Every leaf by its path. An empty list or map is a leaf of its own, written as text so that it compares by value. */
function leaves(value: unknown, path = "", found = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof value !== "object" || value === null) return found.set(path, value);
  const entries = Object.entries(value);
  if (entries.length === 0) return found.set(path, Array.isArray(value) ? "[]" : "{}");
  const names = Array.isArray(value) ? entryNames(value) : undefined;
  for (const [key, inner] of entries) {
    leaves(inner, names ? `${path}[${names[Number(key)]}]` : `${path}${step(key, path)}`, found);
  }
  return found;
}

/** Names of list entries, when all have one and no two the same; else their positions. */
function entryNames(list: readonly unknown[]): readonly (string | number)[] {
  const names = list.map((entry) => (entry as { name?: unknown } | null)?.name);
  const unique = names.every((name) => typeof name === "string") && new Set(names).size === names.length;
  return unique ? (names as string[]) : list.map((_, position) => position);
}

function step(key: string, path: string): string {
  if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`;
  return path === "" ? key : `.${key}`;
}
