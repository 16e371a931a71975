/** The part of the errors that falls on the canary, when it has `share` of the requests and `ratio` times the rate. */
export function errorShare(ratio: number, share: number): number {
  const part = (ratio * share) / (ratio * share + 1 - share);
  return Math.min(Math.max(part, SMALLEST), 1 - SMALLEST);
}

/** So that no logarithm is infinite when one side has nearly all requests. */
const SMALLEST = 1e-12;
