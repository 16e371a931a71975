/** 99.999 %, because a run checks dozens of shares and must not fail for a correct one. */
const Z = 4.42;

/** The Wilson interval of a counted share, in percent. */
export function interval(hits: number, of: number): { share: number; low: number; high: number } {
  if (of === 0) return { share: Number.NaN, low: 0, high: 100 };
  const p = hits / of;
  const middle = (p + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2));
  return { share: 100 * p, low: 100 * (middle - half), high: 100 * (middle + half) };
}
