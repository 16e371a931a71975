import { type Events, limited, logBetaBinomial, logDivisor } from "./betaBinomial.js";
import { logSum } from "./logs.js";

/**
 * Correlations that the errors of one window may have: from none to a window that is a single burst. The null hypothesis
 * may take any of them, so that bursts are not taken for proof. An alternative has those with a weight, independent errors
 * first.
 */
const CORRELATIONS: readonly { readonly rho: number; readonly weight: number }[] = [
  { rho: 0, weight: 0.7 },
  { rho: 0.002, weight: 0 },
  { rho: 0.004, weight: 0 },
  { rho: 0.008, weight: 0 },
  { rho: 0.016, weight: 0.1 },
  { rho: 0.03, weight: 0 },
  { rho: 0.06, weight: 0 },
  { rho: 0.125, weight: 0.1 },
  { rho: 0.25, weight: 0 },
  { rho: 0.5, weight: 0.1 },
  { rho: 0.8, weight: 0 },
];

const OF_ALTERNATIVE = CORRELATIONS.filter(({ weight }) => weight > 0);

/** The log-likelihoods of some windows under the null hypothesis and each alternative. */
export type Likelihoods = Float64Array;

/**
 * An e-value for windows of events that are hits or not: a fixed mixture of alternatives against the null hypothesis, whose
 * correlation within a window is the one that explains the windows best (universal inference: Wasserman, Ramdas and
 * Balakrishnan 2020). It is valid at every look, for each of these correlations, whatever the number of events does.
 */
export class Contest {
  /** Logarithms of the weights of each alternative with each correlation, in the order of the likelihoods. */
  readonly #logWeights: Float64Array;
  /** Used again by every call of `log`. */
  readonly #terms: Float64Array;

  /** Weights of the alternatives; they add up to 1. */
  constructor(weights: readonly number[]) {
    this.#logWeights = Float64Array.from(
      weights.flatMap((weight) => OF_ALTERNATIVE.map((one) => Math.log(weight * one.weight))),
    );
    this.#terms = new Float64Array(this.#logWeights.length);
  }

  /** The likelihoods of no windows. */
  none(): Likelihoods {
    return new Float64Array(CORRELATIONS.length + this.#logWeights.length);
  }

  /** Adds a window to `sum`. `expected` and `alternatives` are the probabilities of a hit. */
  add(sum: Likelihoods, events: Events, expected: number, alternatives: readonly number[]): void {
    const counted = limited(events);
    let mixed = 0;
    for (const [i, { rho, weight }] of CORRELATIONS.entries()) {
      const divisor = logDivisor(counted, rho);
      increase(sum, i, logBetaBinomial(counted, expected, rho, divisor));
      if (weight === 0) continue;
      let at = CORRELATIONS.length + mixed++;
      for (const p of alternatives) {
        increase(sum, at, logBetaBinomial(counted, p, rho, divisor));
        at += OF_ALTERNATIVE.length;
      }
    }
  }

  /** The logarithm of the e-value of the windows that are in `sum` and not in `before`. */
  log(sum: Likelihoods, before: Likelihoods): number {
    const terms = this.#terms;
    let best = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < CORRELATIONS.length; i++) best = Math.max(best, since(sum, before, i));
    for (let i = 0; i < terms.length; i++)
      terms[i] = (this.#logWeights[i] ?? 0) + since(sum, before, CORRELATIONS.length + i);
    return logSum(terms) - best;
  }
}

function increase(sum: Likelihoods, i: number, log: number): void {
  sum[i] = (sum[i] ?? 0) + log;
}

function since(sum: Likelihoods, before: Likelihoods, i: number): number {
  return (sum[i] ?? 0) - (before[i] ?? 0);
}
