/** The logarithm of the sum of the numbers whose logarithms these are. */
export function logSum(logs: ArrayLike<number>): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logs.length; i++) if ((logs[i] ?? 0) > most) most = logs[i] ?? 0;
  if (most === Number.NEGATIVE_INFINITY || most === Number.POSITIVE_INFINITY) return most;
  let sum = 0;
  for (let i = 0; i < logs.length; i++) sum += Math.exp((logs[i] ?? 0) - most);
  return most + Math.log(sum);
}

/** x (x + 1) … (x + n − 1), for a whole number n. */
export function rising(x: number, n: number): number {
  let product = 1;
  for (let i = 0; i < n; i++) product *= x + i;
  return product;
}

/** Its logarithm, for x > 0 and any n from 0. */
export function logRising(x: number, n: number): number {
  if (n > SHORT || !Number.isInteger(n)) return logGamma(x + n) - logGamma(x);
  return Math.log(rising(x, n));
}

/** Up to so many factors, a product is faster than two series, and does not overflow. */
const SHORT = 16;

/** The logarithm of the gamma function for x > 0: Stirling's series, after a shift to where it is exact. */
export function logGamma(x: number): number {
  let shift = 1;
  let y = x;
  for (; y < 8; y++) shift *= y;
  const z = 1 / (y * y);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / y;
  const log = (y - 0.5) * Math.log(y) - y + HALF_LOG_TWO_PI + series;
  return shift === 1 ? log : log - Math.log(shift);
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
