import { type Counts, NO_COUNTS, sumOf } from "./counts.js";

/** Standard deviations by which the true rate may differ from the counted one. */
const SURE = 2;

/** A canary without a stable side does not fail below, because the service itself may have become worse meanwhile. */
const LOWEST_CEILING = 0.1;
const HIGHEST_CEILING = 0.8;

/**
 * What the stable side did in the steps before: all that is left to compare with when it has no requests any more. The
 * present step does not count, so that the limits stay as they were when it began.
 */
export class StableBefore {
  #before: Counts = NO_COUNTS;
  #now: Counts = NO_COUNTS;

  add(stable: Counts): void {
    this.#now = sumOf([this.#now, stable]);
  }

  nextStep(): void {
    this.#before = sumOf([this.#before, this.#now]);
    this.#now = NO_COUNTS;
  }

  /** The rate that is surely `times` as bad, or less. 0 if the stable side had few errors. */
  limit(times: number): number {
    const { bad, total } = this.#before;
    if (total === 0) return 0;
    return Math.min((times * Math.max(0, bad - SURE * Math.sqrt(bad))) / total, HIGHEST_CEILING);
  }

  /** The rate above which even a service that has become `times` as bad is worse. Undefined without requests. */
  ceiling(times: number): number | undefined {
    const { bad, total } = this.#before;
    if (total === 0) return undefined;
    const highest = (bad + SURE * Math.sqrt(bad) + SURE ** 2) / total;
    return Math.min(Math.max(2 * times * highest, LOWEST_CEILING), HIGHEST_CEILING);
  }
}
