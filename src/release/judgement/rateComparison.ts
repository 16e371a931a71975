import type { Verdict, Window } from "./counts.js";
import { type Forecast, type ForecastQuestion, forecast } from "./forecast.js";
import { Judge } from "./judge.js";
import { type CheckedOptions, checkOptions, checkWindow, type RateComparisonOptions } from "./options.js";
import { reasonOf } from "./reason.js";

/** An e-value, and the threshold at which it proves something. */
export interface EvidenceBar {
  readonly value: number;
  readonly threshold: number;
}

/** What `needs` assumes. */
export interface NeedsQuestion {
  /** The canary's part of the requests: above 0, up to 1. Required. */
  readonly share: number;
  /** Error rate of both sides: from 0 to less than 1. Required. */
  readonly errorRate: number;
  /**
   * Requests of both sides in a window, a whole number from 1. Where a verdict takes more than some forty of these, several
   * are simulated as one. Default: ten of the smaller side.
   */
  readonly perWindow?: number | undefined;
}

/**
 * Compares the error rates of a canary and of the stable side while requests come in. It may be asked after every window:
 * the probabilities of wrong verdicts hold however often it is asked, and however long it runs. It reads no clock and does
 * no I/O, and the same windows give the same verdict.
 *
 * Throws a RangeError that lists every option that is not allowed.
 */
export class RateComparison {
  readonly #options: CheckedOptions;
  readonly #judge: Judge;

  constructor(options: RateComparisonOptions) {
    this.#options = checkOptions(options);
    this.#judge = new Judge(this.#options);
  }

  /**
   * Adds what both sides counted in the same time. The canary's share of the requests may differ from window to window. A
   * window without requests of one side adds nothing to the comparison of both. Add the windows of a release in order.
   * Throws a RangeError if a count is not a whole number from 0, or if more events are bad than there are.
   */
  add(window: Window): void {
    checkWindow(window);
    this.#judge.add(window);
  }

  /**
   * A new step begins. The canary must pass again, because it may be bad only under more load. A failure, and the evidence
   * for one, stay.
   */
  nextStep(): void {
    this.#judge.nextStep();
  }

  /**
   * The verdict at the first window that decided: `fail` for the rest of the release, `pass` until the next step, unless
   * the canary fails after it has passed. If both are proven at once, `fail`. Never `error`.
   */
  get verdict(): Exclude<Verdict, "error"> {
    return this.#judge.verdict;
  }

  /** Evidence over the whole release that the canary is worse, or above the ceiling. */
  get worse(): EvidenceBar {
    return bar(this.#judge.worse.log, this.#options.falseAlarm);
  }

  /** Evidence of this step that the canary is good: by the ratio, or by its own rate. */
  get good(): EvidenceBar {
    return bar(this.#judge.good.log, this.#options.miss);
  }

  /** What both sides counted in this step. */
  get counts(): Window {
    return this.#judge.good.counts;
  }

  /**
   * How many times as bad as the stable side the canary looks in this step. If only the canary has errors, the stable side
   * is given half an error. Undefined without errors, or without requests of one side.
   */
  get ratio(): number | undefined {
    const { canary, stable } = this.counts;
    if (canary.bad + stable.bad === 0 || canary.total === 0 || stable.total === 0) return undefined;
    return canary.bad / canary.total / (Math.max(stable.bad, 0.5) / stable.total);
  }

  /** The numbers behind the verdict, in a sentence. */
  get reason(): string {
    const { verdict, counts, ratio } = this;
    const { way, limit } = this.#judge.good;
    const { limitAlone } = this.#judge.worse;
    return reasonOf({ ...this.#options, verdict, counts, ratio, way, limit, limitAlone });
  }

  /**
   * Requests of both sides together until a healthy canary passes a step: the median. Infinity if it takes too many to be
   * simulated. Throws a RangeError that lists everything in the question that is not allowed.
   */
  needs({ share, errorRate, perWindow }: NeedsQuestion): number {
    return this.untilPass({ share, errorRate, requestsPerWindow: perWindow }).requests.median;
  }

  /**
   * What it takes until such a canary passes a step. Throws a RangeError that lists everything in the question that is not
   * allowed.
   */
  untilPass(question: ForecastQuestion): Forecast {
    return forecast(this.#options, question, "pass");
  }

  /**
   * What it takes until such a canary fails, if it is so from the first window on. Throws a RangeError that lists everything
   * in the question that is not allowed.
   */
  untilFail(question: ForecastQuestion & { readonly canaryRate: number }): Forecast {
    return forecast(this.#options, question, "fail");
  }
}

function bar(log: number, probability: number): EvidenceBar {
  return { value: Math.min(Math.exp(log), Number.MAX_VALUE), threshold: 1 / probability };
}
