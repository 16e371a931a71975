/**
 * A value that only an update knows. Reading one from a policy's arguments throws, which would end the policy at the
 * first of them; so values are copied once, and what threw stands in the copy as this mark.
 */
export class Unknown {
  constructor(readonly error: unknown) {}
}

/** A value of which every part may be unknown, missing, or of another type than `T` declares. */
export type Unchecked<T> = T extends object ? UncheckedRecord<T> | Unknown | undefined : unknown;

/** A record of which every value is {@link Unchecked}. */
export type UncheckedRecord<T> = { readonly [K in keyof T]?: Unchecked<NonNullable<T[K]>> };

/** A copy of a resource's properties in plain values, with {@link Unknown} for what an update will tell. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value))
    return Array.from({ length: value.length }, (_, index) => readPlain(value, index));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, readPlain(value, key)]));
}

/** The value, once it is certain to be known: throws what the policy server expects for one that is not. */
export function requireKnown<T>(value: T | Unknown): T {
  if (value instanceof Unknown) throw value.error;
  return value;
}

/** The record, once it is certain to be known; an empty one where there is none, because every key is optional. */
export function requireRecord<R extends object>(value: R | Unknown | undefined): R {
  const known = requireKnown(value);
  return isRecord(known) ? (known as R) : ({} as R);
}

/** True for a plain record, false for a late one. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/**
 * The value at a path, such as `spec`, `template`: undefined where there is none or where something else than a record
 * stands in the way, {@link Unknown} where it cannot be known yet.
 */
export function getPath(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (found instanceof Unknown) return found;
    if (!isRecord(found)) return undefined;
    found = found[key];
  }
  return found;
}

/** The entries of a list; none where there is no list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text, a late one, or undefined for everything else. */
export function text(value: unknown): string | Unknown | undefined {
  return typeof value === "string" || value instanceof Unknown ? value : undefined;
}

/** The number, a late one, or undefined for everything else. */
export function number(value: unknown): number | Unknown | undefined {
  return typeof value === "number" || value instanceof Unknown ? value : undefined;
}

function readPlain(container: object, key: string | number): unknown {
  let value: unknown;
  try {
    value = (container as Record<string | number, unknown>)[key];
  } catch (error) {
    return new Unknown(error);
  }
  return plain(value);
}
