import { logRising, rising } from "./logs.js";

/** Events of one window that are hits, and those that are not. */
export interface Events {
  readonly hits: number;
  readonly others: number;
}

/** More events of one window add no proof, and would exceed the precision of the numbers. */
const MOST_EVENTS = 1e6;

/** Up to so many events, products are faster than logarithms, and do not overflow. */
const FEW_EVENTS = 32;

/** The same events, or fewer in the same proportion. */
export function limited(events: Events): Events {
  const scale = MOST_EVENTS / (events.hits + events.others);
  return scale >= 1 ? events : { hits: events.hits * scale, others: events.others * scale };
}

/**
 * The logarithm of the likelihood of a window whose events are hits with probability `p`, and agree with correlation `rho`:
 * independent with 0, and one single event near 1. It is that of one order of the events; the number of orders cancels in an
 * e-value. `divisor` is that of `logDivisor`.
 */
export function logBetaBinomial({ hits, others }: Events, p: number, rho: number, divisor: number): number {
  if (rho === 0 || hits + others === 1) return hits * Math.log(p) + others * Math.log1p(-p);
  const size = (1 - rho) / rho;
  const numerator =
    hits + others <= FEW_EVENTS
      ? Math.log(rising(p * size, hits) * rising((1 - p) * size, others))
      : logRising(p * size, hits) + logRising((1 - p) * size, others);
  return numerator - divisor;
}

/** The part of the likelihood that does not depend on `p`, for those who compare several. */
export function logDivisor({ hits, others }: Events, rho: number): number {
  return rho === 0 ? 0 : logRising((1 - rho) / rho, hits + others);
}
