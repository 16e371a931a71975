import { randomOf } from "../../src/release/judgement/random.js";
import { RateComparison } from "../../src/release/judgement/rateComparison.js";
import { type Service, Traffic } from "./traffic.js";

/** Highest probabilities of wrong verdicts in every simulation here. */
export const FALSE_ALARM = 0.01;
export const MISS = 0.05;

/** How many releases had which verdicts. */
export interface Tally {
  releases: number;
  failed: number;
  passed: number;
  /** Windows until each verdict. */
  readonly failedAfter: number[];
  readonly passedAfter: number[];
}

export interface Simulation {
  readonly service: Service;
  readonly share: number;
  readonly releases: number;
  readonly windows: number;
  readonly seed: number;
  /** The rate below which the canary passes. Default: 0, only the ratio counts. */
  readonly negligible?: number;
  /** Windows that are not counted. */
  readonly warmUp?: number;
  /** Whether a release ends when it passes. Otherwise a healthy one goes on, as a step does that lasts longer. */
  readonly untilPass?: boolean;
}

/** Asks after every window. A release ends when it fails, and a bad one when it passes: it would go to the next step. */
export function simulate({
  service,
  share,
  releases,
  windows,
  seed,
  negligible = 0,
  warmUp = 0,
  untilPass = service.ratio > 1,
}: Simulation): Tally {
  const tally: Tally = { releases, failed: 0, passed: 0, failedAfter: [], passedAfter: [] };
  const random = randomOf(seed);
  for (let release = 0; release < releases; release++) {
    const traffic = new Traffic(random, service);
    const comparison = new RateComparison({ worseThan: 2, falseAlarm: FALSE_ALARM, miss: MISS, negligible });
    for (let i = 0; i < warmUp; i++) traffic.next(share);
    let passed = false;
    for (let window = 1; window <= windows; window++) {
      comparison.add(traffic.next(share));
      if (comparison.verdict === "pass" && !passed) {
        passed = true;
        tally.passed++;
        tally.passedAfter.push(window);
        if (untilPass) break;
      }
      if (comparison.verdict === "fail") {
        tally.failed++;
        tally.failedAfter.push(window);
        break;
      }
    }
  }
  return tally;
}

/** Requests of a window with which a healthy canary passes after some forty windows; one a second for each side, at least. */
export const requestsFor = (share: number, errorRate: number) =>
  Math.ceil(Math.max(0.5 / errorRate, 15) / Math.min(share, 1 - share));
