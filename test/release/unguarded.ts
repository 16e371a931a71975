import { errorShare } from "../../src/release/judgement/errorShare.js";
import { logSum } from "../../src/release/judgement/logs.js";
import { randomOf } from "../../src/release/judgement/random.js";
import { Traffic } from "./traffic.js";
import { FALSE_ALARM, MISS, type Simulation } from "./validity.js";

const WORSE = [1.25, 1.5, 2, 3, 5, 7, 10];
const GOOD = [0.2, 0.5, 0.8, 1, Math.SQRT2];

/** The plain test for independent errors: mixtures of likelihood ratios, without a guard, steps or an outage. */
export function unguarded({ service, share, releases, windows, seed }: Simulation): {
  readonly failedAfter: number[];
  readonly passedAfter: number[];
} {
  const random = randomOf(seed);
  const failedAfter: number[] = [];
  const passedAfter: number[] = [];
  for (let release = 0; release < releases; release++) {
    const traffic = new Traffic(random, service);
    const worse = new Mixture(WORSE, 1);
    const good = new Mixture(GOOD, 2);
    let passed = false;
    for (let i = 1; i <= windows; i++) {
      const { canary, stable } = traffic.next(share);
      worse.add(canary.bad, stable.bad, canary.total / (canary.total + stable.total));
      good.add(canary.bad, stable.bad, canary.total / (canary.total + stable.total));
      if (!passed && good.log >= -Math.log(MISS)) {
        passed = true;
        passedAfter.push(i);
      }
      if (worse.log >= -Math.log(FALSE_ALARM)) {
        failedAfter.push(i);
        break;
      }
      if (passed && service.ratio === 1) break;
    }
  }
  return { failedAfter, passedAfter };
}

class Mixture {
  readonly #ratios: readonly number[];
  readonly #against: number;
  #logs: readonly number[];

  constructor(ratios: readonly number[], against: number) {
    this.#ratios = ratios;
    this.#against = against;
    this.#logs = ratios.map(() => -Math.log(ratios.length));
  }

  add(bad: number, stableBad: number, share: number): void {
    const expected = errorShare(this.#against, share);
    this.#logs = this.#logs.map((log, i) => {
      const p = errorShare(this.#ratios[i], share);
      return log + bad * Math.log(p / expected) + stableBad * Math.log((1 - p) / (1 - expected));
    });
  }

  get log(): number {
    return logSum(this.#logs);
  }
}
