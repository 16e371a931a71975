import { Bursts } from "./bursts.js";
import { Contest, type Likelihoods } from "./contest.js";
import { type Counts, NO_COUNTS, sumOf, type Window } from "./counts.js";
import { errorShare } from "./errorShare.js";
import { logSum } from "./logs.js";
import type { CheckedOptions } from "./options.js";
import { logBelow } from "./ownRate.js";
import { StableBefore } from "./stableBefore.js";

/** The ratios that "good" may mean, besides the root of the limit. Most versions are as good as the last one. */
const RATIOS = [0.2, 0.5, 0.8, 1];

/** The weights of these, and of the root. */
const WEIGHTS = [0.1, 0.15, 0.15, 0.45, 0.15];

/** The part of the probability of a miss that the comparison of both sides has. The rest is for the canary's own rate. */
const BY_RATIO = 0.7;

/** The way by which a canary is good. */
export type Way = "ratio" | "rate";

/** Evidence that the canary is good, in one step. */
export class GoodEvidence {
  readonly #worseThan: number;
  readonly #ceiling: number | undefined;
  readonly #negligible: number;
  readonly #stableBefore = new StableBefore();
  readonly #ratios: readonly number[];
  readonly #contest = new Contest(WEIGHTS);
  /** Bursts are a property of the service, so they are learned over the whole release. */
  readonly #bursts = { canary: new Bursts(), stable: new Bursts() };
  readonly #nothing: Likelihoods = this.#contest.none();
  #sum: Likelihoods = this.#contest.none();
  #canary: Counts = NO_COUNTS;
  #stable: Counts = NO_COUNTS;

  constructor({ worseThan, ceiling, negligible }: CheckedOptions) {
    this.#worseThan = worseThan;
    this.#ceiling = ceiling;
    this.#negligible = negligible;
    this.#ratios = [...RATIOS, Math.sqrt(worseThan)];
  }

  add(window: Window): void {
    const { canary, stable } = window;
    this.#canary = sumOf([this.#canary, canary]);
    this.#stable = sumOf([this.#stable, stable]);
    this.#stableBefore.add(stable);
    this.#bursts.canary.add(canary);
    this.#bursts.stable.add(stable);
    if (canary.bad + stable.bad === 0 || canary.total === 0 || stable.total === 0) return;
    const share = canary.total / (canary.total + stable.total);
    this.#contest.add(
      this.#sum,
      { hits: canary.bad, others: stable.bad },
      errorShare(this.#worseThan, share),
      this.#ratios.map((ratio) => errorShare(ratio, share)),
    );
  }

  nextStep(): void {
    this.#sum = this.#contest.none();
    this.#canary = NO_COUNTS;
    this.#stable = NO_COUNTS;
    this.#stableBefore.nextStep();
  }

  /** What both sides counted in this step. */
  get counts(): Window {
    return { canary: this.#canary, stable: this.#stable };
  }

  /**
   * The rate that the canary's own is compared with. Without a stable side in this step, it is also good below the ceiling,
   * and where it is surely less than `worseThan` times as bad as the stable side was before. Undefined if there is none.
   */
  get limit(): number | undefined {
    const alone = this.#stable.total === 0;
    const before = alone ? Math.max(this.#ceiling ?? 0, this.#stableBefore.limit(this.#worseThan)) : 0;
    const limit = Math.max(before, this.#negligible);
    return limit === 0 ? undefined : limit;
  }

  /** The way that has more evidence. */
  get way(): Way {
    return this.limit !== undefined && this.#rate(this.limit) > this.#ratio ? "rate" : "ratio";
  }

  /**
   * The logarithm of the e-value against "bad by the ratio, and bad by the rate". Both ways share the probability of a
   * miss, so it is their weighted mean.
   */
  get log(): number {
    const { limit } = this;
    if (limit === undefined) return this.#ratio;
    return logSum([this.#ratio + Math.log(BY_RATIO), this.#rate(limit) + Math.log(1 - BY_RATIO)]);
  }

  get #ratio(): number {
    return this.#contest.log(this.#sum, this.#nothing);
  }

  #rate(limit: number): number {
    return logBelow(this.#canary, limit, Math.max(this.#bursts.canary.size, this.#bursts.stable.size));
  }
}
