import { type Counts, NO_COUNTS, sumOf, type Window } from "../../src/release/judgement/counts.js";
import { RateComparison } from "../../src/release/judgement/rateComparison.js";
import type { Traffic } from "./traffic.js";

/** Seconds of the smallest window. All rules count whole ones. */
export const WINDOW = 15;

/** Weights of every simulated release. */
export const STEPS = [2, 10, 25, 50, 100];

/** A simulated release with the count of what its users met. */
export class Release {
  readonly #traffic: Traffic;
  weight = 0;
  #canary: Counts = NO_COUNTS;
  /** Seconds since the start. */
  time = 0;

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
  }

  /** What both sides answer in these seconds. */
  count(seconds: number): Window {
    const windows = Array.from({ length: seconds / WINDOW }, () => this.#traffic.next(this.weight / 100));
    this.time += seconds;
    const canary = sumOf(windows.map((one) => one.canary));
    this.#canary = sumOf([this.#canary, canary]);
    return { canary, stable: sumOf(windows.map((one) => one.stable)) };
  }

  /** All answers of the canary. */
  get canary(): Counts {
    return this.#canary;
  }
}

export type End = "promoted" | "rolledBack" | "undecided";

export interface Outcome {
  readonly end: End;
  /** Whether a step was passed although the canary had no requests in it. */
  readonly unseen: boolean;
}

/** A rule that walks a release through its steps. */
export interface Rule {
  readonly name: string;
  walk(release: Release): Outcome;
}

/** Each step passes by RateComparison, the last one too. All have two hours together. The first 30 s do not count. */
export const ours = (name: string, negligible?: number): Rule => ({
  name,
  walk(release) {
    const comparison = new RateComparison({ worseThan: 2, falseAlarm: 0.01, miss: 0.05, negligible });
    for (const weight of STEPS) {
      release.weight = weight;
      release.count(2 * WINDOW);
      comparison.nextStep();
      let seen = 0;
      while (comparison.verdict === "undecided") {
        if (release.time >= 2 * 3600) return { end: "undecided", unseen: false };
        const window = release.count(WINDOW);
        seen += window.canary.total;
        comparison.add(window);
      }
      if (comparison.verdict === "fail") return { end: "rolledBack", unseen: false };
      if (seen === 0) return { end: "promoted", unseen: true };
    }
    return { end: "promoted", unseen: false };
  },
});
