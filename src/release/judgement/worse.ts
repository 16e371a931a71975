import type { Events } from "./betaBinomial.js";
import { Contest, type Likelihoods } from "./contest.js";
import type { Window } from "./counts.js";
import { errorShare } from "./errorShare.js";
import { logSum } from "./logs.js";
import type { CheckedOptions } from "./options.js";
import { OutageEvidence } from "./outage.js";
import { StableBefore } from "./stableBefore.js";

/** How many times as bad as the stable side "worse" may mean. */
const RATIOS = [1.25, 1.5, 2, 3, 5, 10, 30];

/** How many times as bad as the limit of its own rate. */
const ABOVE_LIMIT = [1.25, 1.5, 2, 3, 5, 10];

/** The parts of the probability of a false alarm that the ratio, an outage and the canary's own rate have. */
const RATIO = 0.6;
const OUTAGE = 0.2;
const OWN = 0.2;

/**
 * Evidence against "no worse than the stable side, and not above the ceiling", over the whole release: a weighted mean of
 * e-values, which is one.
 */
export class WorseEvidence {
  readonly #worseThan: number;
  readonly #ceiling: number | undefined;
  readonly #stable = new StableBefore();
  readonly #ratio = new SinceStart(RATIOS.length);
  readonly #own = new SinceStart(ABOVE_LIMIT.length);
  readonly #outage: OutageEvidence;

  constructor({ worseThan, falseAlarm, ceiling }: CheckedOptions) {
    this.#worseThan = worseThan;
    this.#ceiling = ceiling;
    // Two windows are enough, and one is not. The 2 is for the two rates of the stable side.
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
    this.#outage.add(window, this.limitAlone);
    this.#stable.add(stable);
    const limit = this.#ceiling ?? (stable.total === 0 ? this.limitAlone : undefined);
    if (limit === undefined || canary.total === 0) return;
    const above = ABOVE_LIMIT.map((times) => rateAbove(limit, times));
    this.#own.add({ hits: canary.bad, others: canary.total - canary.bad }, limit, above);
  }

  /** What follows may be worse although what was before is not. */
  nextStep(): void {
    this.#ratio.start();
    this.#own.start();
    this.#stable.nextStep();
  }

  /** The rate above which a canary without a stable side fails. Undefined if the stable side never had requests. */
  get limitAlone(): number | undefined {
    return this.#ceiling ?? this.#stable.ceiling(this.#worseThan);
  }

  /** The logarithm of the e-value. */
  get log(): number {
    return logSum([
      this.#ratio.log + Math.log(RATIO),
      this.#outage.log + Math.log(OUTAGE),
      this.#own.log + Math.log(OWN),
    ]);
  }
}

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
