import type { Counts, Window } from "../../src/release/judgement/counts.js";
import { binomial, type Random } from "../../src/release/judgement/random.js";

/** What a simulated service does. */
export interface Service {
  /** Requests of both sides in a window, on average. */
  readonly requests: number;
  /** Error rate of the stable side. */
  readonly errorRate: number;
  /** How many times as bad the canary is. */
  readonly ratio: number;
  /** Errors that come in a row, on average, all from one side. Default: 1, independent errors. */
  readonly burst?: number;
  /** Whether a burst may go on in the next window. Default: false. */
  readonly spanning?: boolean;
  /** Windows of a day, in which traffic and error rate rise and fall by 80 %, each at its own time. Default: steady. */
  readonly day?: number;
  /** Windows at the start of the canary in which two thirds of its answers are bad. Default: 0. */
  readonly cold?: number;
}

/** The traffic of one release, window by window. */
export class Traffic {
  readonly #random: Random;
  readonly #service: Service;
  readonly #canary: Side;
  readonly #stable: Side;
  #windows = 0;

  constructor(random: Random, service: Service) {
    this.#random = random;
    this.#service = service;
    this.#canary = new Side(random, service);
    this.#stable = new Side(random, service);
  }

  /** The next window, with the canary's share of the requests. */
  next(share: number): Window {
    const { requests, errorRate, ratio, day, cold = 0 } = this.#service;
    const angle = day === undefined ? undefined : (2 * Math.PI * this.#windows) / day;
    const busy = angle === undefined ? 1 : 1 + 0.8 * Math.sin(angle);
    const bad = angle === undefined ? 1 : 1 + 0.8 * Math.sin(1.7 * angle + 1);
    const rate = errorRate * bad;
    const canaryRate = this.#windows < cold ? 2 / 3 : Math.min(rate * ratio, 1);
    this.#windows++;
    const total = poisson(this.#random, requests * busy);
    const canary = binomial(this.#random, total, share);
    return {
      canary: this.#canary.answers(canary, canaryRate),
      stable: this.#stable.answers(total - canary, rate),
    };
  }
}

/** One side: a chain of answers in which an error makes the next one likelier. */
class Side {
  readonly #random: Random;
  readonly #memory: number;
  readonly #spanning: boolean;
  #bad: boolean | undefined;

  constructor(random: Random, { burst = 1, spanning = false }: Service) {
    this.#random = random;
    this.#memory = 1 - 1 / burst;
    this.#spanning = spanning;
  }

  answers(total: number, rate: number): Counts {
    if (this.#memory === 0 || rate === 1) return { bad: binomial(this.#random, total, rate), total };
    const begins = rate * (1 - this.#memory);
    const ends = (1 - rate) * (1 - this.#memory);
    if (!this.#spanning || this.#bad === undefined) this.#bad = this.#random() < rate;
    let bad = 0;
    for (let at = 0; at < total; ) {
      const length = Math.min(gap(this.#random, this.#bad ? ends : begins), total - at);
      if (this.#bad) bad += length;
      at += length;
      if (at < total) this.#bad = !this.#bad;
    }
    return { bad, total };
  }
}

/** Answers until something with this probability happens. */
function gap(random: Random, probability: number): number {
  if (probability === 0) return Number.POSITIVE_INFINITY;
  return 1 + Math.floor(Math.log(1 - random()) / Math.log1p(-probability));
}

/** As many as a large binomial draw has. */
function poisson(random: Random, mean: number): number {
  if (mean === 0) return 0;
  return binomial(random, Math.ceil(mean * 1000), mean / Math.ceil(mean * 1000));
}
