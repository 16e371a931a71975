/** Events of one side: the bad ones, and all of them. Whole numbers; `bad` is at most `total`. */
export interface Counts {
  readonly bad: number;
  readonly total: number;
}

/** What both sides did in the same time. In a blue-green release, the canary is the new color. */
export interface Window {
  readonly canary: Counts;
  readonly stable: Counts;
}

/**
 * - `pass`: proven good enough.
 * - `fail`: proven worse.
 * - `undecided`: neither yet.
 * - `error`: the evidence cannot be read. It is never taken for a failure of the version.
 */
export type Verdict = "pass" | "fail" | "undecided" | "error";

/** No events. */
export const NO_COUNTS: Counts = { bad: 0, total: 0 };

export function sumOf(counts: readonly Counts[]): Counts {
  return counts.reduce((a, b) => ({ bad: a.bad + b.bad, total: a.total + b.total }), NO_COUNTS);
}
