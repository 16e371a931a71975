import { describe, expect, test } from "vitest";
import { logBetaBinomial, logDivisor } from "../../../../src/release/judgement/betaBinomial.js";
import { Contest } from "../../../../src/release/judgement/contest.js";
import { errorShare } from "../../../../src/release/judgement/errorShare.js";
import { logGamma } from "../../../../src/release/judgement/logs.js";
import { OutageEvidence } from "../../../../src/release/judgement/outage.js";
import { logBelow } from "../../../../src/release/judgement/ownRate.js";
import { window } from "./windows.js";

// An e-value has a mean of at most 1 when the hypothesis that it is against is true. Here the mean over every outcome.

const choose = (n: number, k: number) => Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1));

const chance = (n: number, k: number, p: number, rho = 0) => {
  const events = { hits: k, others: n - k };
  return choose(n, k) * Math.exp(logBetaBinomial(events, p, rho, logDivisor(events, rho)));
};

const upTo = (n: number) => Array.from({ length: n + 1 }, (_, i) => i);

describe("the likelihood", () => {
  test.each([0, 0.01, 0.3, 0.8])("of all outcomes adds up to 1 with correlation %f", (rho) => {
    for (const n of [1, 2, 7, 40]) {
      expect(upTo(n).reduce((sum, k) => sum + chance(n, k, 0.2, rho), 0)).toBeCloseTo(1, 9);
    }
  });

  test("is the binomial one without correlation, and near that of a single event with a high one", () => {
    expect(chance(3, 1, 0.25)).toBeCloseTo(3 * 0.25 * 0.75 ** 2, 9);
    expect(chance(3, 3, 0.25, 0.999)).toBeCloseTo(0.25, 2);
  });
});

describe("the mean of the e-value of the ratio", () => {
  const worse = new Contest([0.5, 0.5]);
  /** Over all outcomes of two windows with so many errors. */
  const mean = (errors: readonly [number, number], share: number, ratio: number, rho: number) => {
    let sum = 0;
    for (const a of upTo(errors[0])) {
      for (const b of upTo(errors[1])) {
        const likelihoods = worse.none();
        const others = [errorShare(2, share), errorShare(10, share)];
        worse.add(likelihoods, { hits: a, others: errors[0] - a }, share, others);
        worse.add(likelihoods, { hits: b, others: errors[1] - b }, share, others);
        const p = errorShare(ratio, share);
        sum +=
          chance(errors[0], a, p, rho) *
          chance(errors[1], b, p, rho) *
          Math.exp(worse.log(likelihoods, worse.none()));
      }
    }
    return sum;
  };
  test.each([0, 0.008, 0.06, 0.5, 0.8])("is at most 1 with correlation %f", (rho) => {
    for (const share of [0.02, 0.1, 0.5, 0.9]) {
      for (const ratio of [1, 0.5, 0.1]) {
        expect(mean([5, 9], share, ratio, rho)).toBeLessThanOrEqual(1 + 1e-9);
        expect(mean([1, 1], share, ratio, rho)).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });

  test("is above 1 when the canary is worse", () => {
    expect(mean([5, 9], 0.1, 5, 0)).toBeGreaterThan(1.5);
  });
});

test("the mean of the e-value of an outage is at most 1 when the canary is not worse, and independent", () => {
  for (const rate of [0.01, 0.2, 0.5, 0.9]) {
    for (const ratio of [1, 0.5]) {
      let mean = 0;
      for (const bad of upTo(6)) {
        for (const stableBad of upTo(9)) {
          const evidence = new OutageEvidence(50);
          evidence.add(window(bad, 6, stableBad, 9));
          mean += chance(6, bad, rate * ratio) * chance(9, stableBad, rate) * Math.exp(evidence.log);
        }
      }
      expect(mean).toBeLessThanOrEqual(1 + 1e-9);
    }
  }
});

test("more bad answers are never less evidence of an outage, nor more evidence of a low rate", () => {
  for (const stableBad of [0, 3, 30]) {
    const outage = (bad: number) => {
      const evidence = new OutageEvidence(5);
      for (let i = 0; i < 3; i++) evidence.add(window(bad, 20, stableBad, 30));
      return evidence.log;
    };
    for (const bad of upTo(19)) expect(outage(bad + 1)).toBeGreaterThanOrEqual(outage(bad));
  }
  const below = (bad: number) => logBelow({ bad, total: 20 }, 0.05, 1);
  for (const bad of upTo(19)) expect(below(bad + 1)).toBeLessThan(below(bad));
});

test("the mean of the e-value against a rate is at most 1 when the rate is there, and above when it is not", () => {
  const mean = (rate: number, burst: number) =>
    upTo(200).reduce(
      (sum, bad) => sum + chance(200, bad, rate) * Math.exp(logBelow({ bad, total: 200 }, 0.02, burst)),
      0,
    );
  for (const rate of [0.02, 0.03, 0.3]) {
    expect(mean(rate, 1)).toBeLessThanOrEqual(1 + 1e-9);
    expect(mean(rate, 4)).toBeLessThanOrEqual(1 + 1e-9);
  }
  expect(mean(0.002, 1)).toBeGreaterThan(5);
});
