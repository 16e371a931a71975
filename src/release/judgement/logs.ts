/** The logarithm of the sum of the numbers whose logarithms these are. */
export function logSum(logs: readonly number[] | Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const log of logs) most = Math.max(most, log);
  if (!Number.isFinite(most)) return most;
  let sum = 0;
  for (const log of logs) sum += Math.exp(log - most);
  return most + Math.log(sum);
}

/** The logarithm of x (x + 1) … (x + n − 1), for x > 0. */
export function logRising(x: number, n: number): number {
  if (n > SHORT || !Number.isInteger(n)) return logGamma(x + n) - logGamma(x);
  let product = 1;
  for (let i = 0; i < n; i++) product *= x + i;
  return Math.log(product);
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
  return (y - 0.5) * Math.log(y) - y + HALF_LOG_TWO_PI + series - Math.log(shift);
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
