/**
 * A value that is not known before an update. The policy SDK throws when a policy reads one, which would end
 * the whole policy. Properties are therefore copied once, and the copy has this object, with the SDK's error,
 * in the value's place.
 */
export class Unknown {
  constructor(readonly error: unknown) {}
}

/** A value any part of which may be unknown, missing, or of a type other than the one `T` declares. */
export type Unchecked<T> = T extends object ? UncheckedRecord<T> | Unknown | undefined : unknown;

/** A record whose values are all {@link Unchecked}. */
export type UncheckedRecord<T> = { readonly [K in keyof T]?: Unchecked<NonNullable<T[K]>> };

/**
 * Copies a resource's properties to plain values, with {@link Unknown} for each value that cannot be read
 * yet.
 */
export function plain(value: unknown): unknown {
  if (Array.isArray(value))
    return Array.from({ length: value.length }, (_, index) => readPlain(value, index));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, readPlain(value, key)]));
}

/**
 * Returns a known value. Throws the SDK's error for an unknown one; the policy server turns it into an
 * advisory.
 */
export function requireKnown<T>(value: T | Unknown): T {
  if (value instanceof Unknown) throw value.error;
  return value;
}

/** Returns a known record, or an empty one if the value is not a record. Throws for an unknown value. */
export function requireRecord<R extends object>(value: R | Unknown | undefined): R {
  const known = requireKnown(value);
  return isRecord(known) ? (known as R) : ({} as R);
}

/** Reports whether the value is a known record. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/**
 * Returns the value at a path such as `spec`, `template`. It is undefined if the path does not exist, and
 * {@link Unknown} if the value, or a value on the way to it, is unknown.
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

/** Returns the entries of a list, or none if the value is not a list. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns a string or an unknown value as it is, and undefined for anything else. */
export function text(value: unknown): string | Unknown | undefined {
  return typeof value === "string" || value instanceof Unknown ? value : undefined;
}

/** Returns a number or an unknown value as it is, and undefined for anything else. */
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
