import fc from "fast-check";
import type { Counts, Window } from "../../../../src/release/judgement/counts.js";

export const window = (bad: number, total: number, stableBad: number, stableTotal: number): Window => ({
  canary: { bad, total },
  stable: { bad: stableBad, total: stableTotal },
});

const counts = (most: number): fc.Arbitrary<Counts> =>
  fc
    .tuple(fc.nat({ max: most }), fc.nat({ max: most }))
    .map(([a, b]) => ({ bad: Math.min(a, b), total: Math.max(a, b) }));

/** Any window, with few requests or many. */
export const anyWindow = fc
  .constantFrom(3, 60, 5000, 1e12)
  .chain((most) => fc.record({ canary: counts(most), stable: counts(most * 4) }));

export const anyWindows = fc.array(anyWindow, { maxLength: 12 });
