import type { Counts } from "./counts.js";
import { logSum } from "./logs.js";

/** Fractions of the limit that "below" may mean, and their weights. Most often no error happens at all. */
const BELOW = [
  { fraction: 0.5, weight: 0.25 },
  { fraction: 0.2, weight: 0.25 },
  { fraction: 0.01, weight: 0.5 },
] as const;

/** The logarithm of the e-value against "the canary's own rate is at least `limit`". `burst` errors count as one. */
export function logBelow({ bad, total }: Counts, limit: number, burst: number): number {
  return logSum(
    BELOW.map(({ fraction, weight }) => {
      const good = Math.log1p(-fraction * limit) - Math.log1p(-limit);
      return Math.log(weight) + (bad * Math.log(fraction) + (total - bad) * good) / burst;
    }),
  );
}
