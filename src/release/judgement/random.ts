/** A number from 0 to less than 1. */
export type Random = () => number;

/** Mulberry32: small, fast, and the same everywhere. */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of `total` events happen, each with probability `rate`. */
export function binomial(random: Random, total: number, rate: number): number {
  if (rate > 0.5) return total - binomial(random, total, 1 - rate);
  if (total * rate > MANY) return normal(random, total, rate);
  if (rate === 0) return 0;
  // The gaps between events are geometric.
  const log = Math.log1p(-rate);
  let at = 0;
  for (let count = 0; ; count++) {
    at += 1 + Math.floor(Math.log(1 - random()) / log);
    if (at > total) return count;
  }
}

/** From so many expected events on, the bell curve is near enough. */
const MANY = 60;

function normal(random: Random, total: number, rate: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  const draw = radius * Math.cos(2 * Math.PI * random());
  const count = Math.round(total * rate + draw * Math.sqrt(total * rate * (1 - rate)));
  return Math.min(Math.max(count, 0), total);
}
