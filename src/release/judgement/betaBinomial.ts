import { logRising } from "./logs.js";

/** Events of one window that are hits, and those that are not. */
export interface Events {
  readonly hits: number;
  readonly others: number;
}

/** More events of one window add no proof, and would exceed the precision of the numbers. */
const MOST_EVENTS = 1e6;

/**
 * The likelihood of a window whose events are hits with probability `p`, and agree with correlation `rho`: independent with
 * 0, and one single event near 1. It is that of one order of the events; the number of orders cancels in an e-value.
 */
export class BetaBinomial {
  readonly #hits: number;
  readonly #others: number;
  /** The divisor depends on the correlation alone, and is the costly part. */
  readonly #divisors = new Map<number, number>();

  constructor({ hits, others }: Events) {
    const scale = Math.min(1, MOST_EVENTS / (hits + others));
    this.#hits = hits * scale;
    this.#others = others * scale;
  }

  /** Its logarithm, for `p` between 0 and 1. */
  log(p: number, rho: number): number {
    const events = this.#hits + this.#others;
    if (rho === 0 || events === 1) return this.#hits * Math.log(p) + this.#others * Math.log1p(-p);
    const size = (1 - rho) / rho;
    const sides = logRising(p * size, this.#hits) + logRising((1 - p) * size, this.#others);
    return sides - this.#divisor(size, events);
  }

  #divisor(size: number, events: number): number {
    const known = this.#divisors.get(size);
    if (known !== undefined) return known;
    const divisor = logRising(size, events);
    this.#divisors.set(size, divisor);
    return divisor;
  }
}
