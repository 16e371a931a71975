import { BetaBinomial, type Events } from "./betaBinomial.js";
import { logSum } from "./logs.js";

/**
 * Correlations that the errors of one window may have: from none to a window that is a single burst. The null hypothesis
 * may take any of them, so that bursts are not taken for proof.
 */
const CORRELATIONS = [0, 0.002, 0.004, 0.008, 0.016, 0.03, 0.06, 0.125, 0.25, 0.5, 0.8] as const;

/** Those that an alternative may take, with their weights. Independent errors come first. */
const OF_ALTERNATIVE = [
  { index: 0, weight: 0.7 },
  { index: 4, weight: 0.1 },
  { index: 7, weight: 0.1 },
  { index: 9, weight: 0.1 },
] as const;

/** The log-likelihoods of some windows under the null hypothesis and each alternative. */
export type Likelihoods = Float64Array;

/**
 * An e-value for windows of events that are hits or not: a fixed mixture of alternatives against the null hypothesis, whose
 * correlation within a window is the one that explains the windows best (universal inference: Wasserman, Ramdas and
 * Balakrishnan 2020). It is valid at every look, for each of these correlations, whatever the number of events does.
 */
export class Contest {
  /** Logarithms of the weights of each alternative with each correlation. */
  readonly #logWeights: Float64Array;

  /** Weights of the alternatives; they add up to 1. */
  constructor(weights: readonly number[]) {
    this.#logWeights = Float64Array.from(
      weights.flatMap((weight) => OF_ALTERNATIVE.map((one) => Math.log(weight * one.weight))),
    );
  }

  /** The likelihoods of no windows. */
  none(): Likelihoods {
    return new Float64Array(CORRELATIONS.length + this.#logWeights.length);
  }

  /** Adds a window to `sum`. `expected` and `alternatives` are the probabilities of a hit. */
  add(sum: Likelihoods, events: Events, expected: number, alternatives: readonly number[]): void {
    const likelihood = new BetaBinomial(events);
    let i = 0;
    for (const rho of CORRELATIONS) add(sum, i++, likelihood.log(expected, rho));
    for (const p of alternatives) {
      for (const { index } of OF_ALTERNATIVE) add(sum, i++, likelihood.log(p, CORRELATIONS[index]));
    }
  }

  /** The logarithm of the e-value of the windows that are in `sum` and not in `before`. */
  log(sum: Likelihoods, before: Likelihoods): number {
    const at = (i: number) => (sum[i] ?? 0) - (before[i] ?? 0);
    let best = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < CORRELATIONS.length; i++) best = Math.max(best, at(i));
    const alternatives = this.#logWeights.map((log, i) => log + at(CORRELATIONS.length + i));
    return logSum(alternatives) - best;
  }
}

function add(sum: Likelihoods, i: number, log: number): void {
  sum[i] = (sum[i] ?? 0) + log;
}
