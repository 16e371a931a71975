import { Bursts } from "./bursts.js";
import type { Counts, Window } from "./counts.js";
import { logSum } from "./logs.js";

/** Error rates of a canary that is down, next to a stable side that is well or is not. */
const DOWN = 0.9;
const STABLE = [0.02, 0.2];

/** Errors in a row that count as one, at least. */
const RUN = 2;

/** Bad answers without which a window is not worth as much as it can be. */
const MANY = 14;

/** The chance that an outage begins with the next window. */
const BEGINS = 1 / 128;

/**
 * Evidence that the canary answers almost nothing while the stable side does. An outage may begin at any window. A ratio is
 * slow to prove it: next to a stable side of the same size and without errors, a window of errors may be one burst.
 */
export class OutageEvidence {
  /** No single window is worth more. */
  readonly #most: number;
  /** Logarithms for each rate of the stable side. */
  #going = STABLE.map(() => Number.NEGATIVE_INFINITY);
  #notYet = 0;
  /** Of the stable side alone: an outage of the canary is no burst. */
  readonly #bursts = new Bursts();

  /** `most` is the largest logarithm of one window's e-value. */
  constructor(most: number) {
    this.#most = most + Math.log(1 / BEGINS) / 2; // two windows make up for the chance of a beginning
  }

  /** `limitAlone` is the rate that the canary's own is compared with where the stable side has no requests. */
  add(window: Window, limitAlone?: number): void {
    const { canary, stable } = window;
    if (canary.total === 0 || (stable.total === 0 && limitAlone === undefined)) return;
    const against = (rate: number) =>
      stable.total === 0 ? logOdds(canary, limitAlone ?? 1, DOWN) : logRatio(window, rate);
    const begins = this.#notYet + Math.log(BEGINS);
    const run = Math.max(RUN, this.#bursts.size); // of the windows before, so that the e-value stays one
    const most = this.#most * Math.min(1, canary.bad / MANY);
    this.#going = this.#going.map(
      (going, i) => logSum([going, begins]) + Math.min(most, against(STABLE[i] ?? 0) / run),
    );
    this.#notYet += Math.log1p(-BEGINS);
    this.#bursts.add(stable);
  }

  /** The logarithm of the e-value. */
  get log(): number {
    const each = this.#going.map((going) => logSum([going, this.#notYet]));
    return logSum(each) - Math.log(each.length);
  }
}

/**
 * The e-value of two samples against the same rate (Turner, Ly and Grünwald 2021): two rates against the one that both
 * together would have. Its mean is at most 1 whenever the canary's rate is not above the stable side's.
 */
function logRatio({ canary, stable }: Window, rate: number): number {
  const share = canary.total / (canary.total + stable.total);
  const both = share * DOWN + (1 - share) * rate;
  return logOdds(canary, both, DOWN) + logOdds(stable, both, rate);
}

/** Likelihood ratio of one rate against another. */
function logOdds({ bad, total }: Counts, against: number, rate: number): number {
  return bad * Math.log(rate / against) + (total - bad) * Math.log((1 - rate) / (1 - against));
}
