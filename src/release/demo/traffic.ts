import type { Counts } from "../judgement/counts.js";

/** How a version answers. */
export interface Behavior {
  /** The rate of bad answers while the version gets `weight` percent, so many seconds after its pods are ready. */
  errorRate(weight: number, age: number): number;
}

/** One second of traffic. */
export interface Second {
  /** Its start, in milliseconds since 1970. */
  readonly at: number;
  /** By version. */
  readonly counts: Readonly<Record<string, Counts>>;
}

/** Requests to an app, drawn second by second. The same seed gives the same requests. */
export class Traffic {
  readonly #behaviors: Readonly<Record<string, Behavior>>;
  readonly #perSecond: number;
  readonly #random: () => number;
  readonly #seconds: Second[] = [];

  constructor(behaviors: Readonly<Record<string, Behavior>>, perSecond: number, random: () => number) {
    this.#behaviors = behaviors;
    this.#perSecond = perSecond;
    this.#random = random;
  }

  /** Draws one second. `shares` has the share of each version, from 0 to 1. */
  draw(at: number, shares: Readonly<Record<string, number>>, age: number): void {
    const counts = Object.entries(shares).map(([version, share]): [string, Counts] => {
      const total = this.#whole(this.#perSecond * share);
      const rate = this.#behaviors[version]?.errorRate(100 * share, age) ?? 0;
      return [version, { total, bad: this.#bad(total, rate) }];
    });
    this.#seconds.push({ at, counts: Object.fromEntries(counts) });
  }

  /** The seconds from one time to another. */
  between(from: number, until: number): readonly Second[] {
    return this.#seconds.slice(this.#indexAt(from), this.#indexAt(until));
  }

  /** The first second that starts at `time` or later. */
  #indexAt(time: number): number {
    let [low, high] = [0, this.#seconds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#seconds[middle] as Second).at < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A whole number whose mean is `expected`. */
  #whole(expected: number): number {
    const floor = Math.floor(expected);
    return floor + (this.#random() < expected - floor ? 1 : 0);
  }

  #bad(total: number, rate: number): number {
    let bad = 0;
    for (let request = 0; request < total; request++) if (this.#random() < rate) bad++;
    return bad;
  }
}
