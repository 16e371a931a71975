/**
 * The same value with all its strings safe for a screen or a page. Names and messages come from clusters, queries and
 * scripts: control characters would move the cursor, and marks of direction would reorder a line.
 */
export function printable<T>(value: T): T {
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one)]));
}

function text(value: string): string {
  return value.replace(LINE_BREAKS, " ").replace(UNSAFE, "\ufffd");
}

const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

// Control characters, marks of direction, and halves of characters.
const UNSAFE = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
