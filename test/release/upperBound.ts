import { logGamma, logSum } from "../../src/release/judgement/logs.js";

/**
 * The highest probability of an event that `count` events in `of` trials allow, with 95 % confidence (Clopper and Pearson,
 * one-sided): with a higher one, so few have a chance of less than 5 %.
 */
export function upperBound(count: number, of: number): number {
  if (count >= of) return 1;
  let low = count / of;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (chanceOfAtMost(count, of, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

function chanceOfAtMost(count: number, of: number, probability: number): number {
  const ways = (k: number) => logGamma(of + 1) - logGamma(k + 1) - logGamma(of - k + 1);
  const logs = Array.from(
    { length: count + 1 },
    (_, k) => ways(k) + k * Math.log(probability) + (of - k) * Math.log1p(-probability),
  );
  return Math.exp(logSum(logs));
}
