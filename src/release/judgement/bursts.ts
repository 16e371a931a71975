import type { Counts } from "./counts.js";

/** How many errors of one side come together, as far as its windows show it. */
export class Bursts {
  #before: Counts | undefined;
  #pairs = 0;
  #deviation = 0;

  /** Windows without requests are left out. */
  add(counts: Counts): void {
    if (counts.total === 0) return;
    const { bad, total } = this.#before ?? counts;
    const rate = (bad + counts.bad) / (total + counts.total);
    if (rate > 0 && rate < 1) {
      const difference = counts.bad / counts.total - bad / total;
      this.#deviation += difference ** 2 / (rate * (1 - rate) * (1 / counts.total + 1 / total));
    }
    if (this.#before !== undefined && rate > 0) this.#pairs++;
    this.#before = counts;
  }

  /**
   * Variance of the errors of a window in units of what independent errors have, at least 1. For bursts of one size it is
   * that size. Two windows in a row are compared, so that a rate that moves slowly is no burst.
   */
  get size(): number {
    return this.#pairs === 0 ? 1 : Math.max(1, this.#deviation / this.#pairs);
  }
}
