import type { Events } from "./betaBinomial.js";
import { Contest, type Likelihoods } from "./contest.js";
import type { Window } from "./counts.js";
import { logSum } from "./logs.js";
import { OutageEvidence } from "./outage.js";

/** How many times as bad as the stable side, and as the ceiling, "worse" may mean. */
const RATIOS = [1.25, 1.5, 2, 3, 5, 10, 30];
const ABOVE_CEILING = [1.25, 1.5, 2, 3, 5, 10];

/** The part of the evidence that an outage has. The rest is for the ratio and, if there is one, the ceiling. */
const OUTAGE = 0.25;

/**
 * Evidence against "no worse than the stable side, and not above the ceiling", over the whole release: a weighted mean of
 * e-values, which is one.
 */
export class WorseEvidence {
  readonly #ceiling: number | undefined;
  readonly #ratio = new SinceStart(RATIOS.length);
  readonly #own = new SinceStart(ABOVE_CEILING.length);
  readonly #outage: OutageEvidence;

  constructor(falseAlarm: number, ceiling: number | undefined) {
    this.#ceiling = ceiling;
    // Two windows are enough, and one is not.
    this.#outage = new OutageEvidence((Math.log(1 / falseAlarm) + Math.log(2 / OUTAGE)) / 2);
  }

  add(window: Window): void {
    const { canary, stable } = window;
    const errors = canary.bad + stable.bad;
    if (errors > 0 && canary.total > 0 && stable.total > 0) {
      const share = canary.total / (canary.total + stable.total);
      this.#ratio.add(
        { hits: canary.bad, others: stable.bad },
        share,
        RATIOS.map((ratio) => errorShare(ratio, share)),
      );
    }
    this.#outage.add(window);
    if (this.#ceiling !== undefined && canary.total > 0) {
      this.#own.add(
        { hits: canary.bad, others: canary.total - canary.bad },
        this.#ceiling,
        ABOVE_CEILING.map((times) => rateAbove(this.#ceiling ?? 0, times)),
      );
    }
  }

  /** What follows may be worse although what was before is not. */
  nextStep(): void {
    this.#ratio.start();
    this.#own.start();
  }

  /** The logarithm of the e-value. */
  get log(): number {
    const outage = this.#outage.log + Math.log(OUTAGE);
    const rest = Math.log(1 - OUTAGE);
    if (this.#ceiling === undefined) return logSum([outage, this.#ratio.log + rest]);
    return logSum([outage, this.#ratio.log + rest - Math.LN2, this.#own.log + rest - Math.LN2]);
  }
}

/** The part of the errors that falls on the canary, when it has `share` of the requests and `ratio` times the rate. */
export function errorShare(ratio: number, share: number): number {
  const part = (ratio * share) / (ratio * share + 1 - share);
  return Math.min(Math.max(part, SMALLEST), 1 - SMALLEST);
}

/** So that no logarithm is infinite when one side has nearly all requests. */
const SMALLEST = 1e-12;

/** `times` as many errors for each request without one. */
function rateAbove(rate: number, times: number): number {
  return (times * rate) / (times * rate + 1 - rate);
}

/**
 * The mean of the e-values since each start, so that what begins late is found as well. The k-th start has the weight
 * 1/(k(k + 1)); what the later ones have counts as 1.
 */
class SinceStart {
  readonly #contest: Contest;
  readonly #sum: Likelihoods;
  readonly #starts: Likelihoods[];
  #added = false;

  constructor(alternatives: number) {
    this.#contest = new Contest(Array.from({ length: alternatives }, () => 1 / alternatives));
    this.#sum = this.#contest.none();
    this.#starts = [this.#contest.none()];
  }

  add(events: Events, expected: number, alternatives: readonly number[]): void {
    this.#contest.add(this.#sum, events, expected, alternatives);
    this.#added = true;
  }

  /** Steps without windows share a start. */
  start(): void {
    if (!this.#added) return;
    this.#starts.push(this.#sum.slice());
    this.#added = false;
  }

  get log(): number {
    const since = this.#starts.map(
      (before, i) => this.#contest.log(this.#sum, before) - Math.log((i + 1) * (i + 2)),
    );
    return logSum([...since, -Math.log(this.#starts.length + 1)]);
  }
}
