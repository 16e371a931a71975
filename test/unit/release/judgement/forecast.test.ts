import { describe, expect, it } from "vitest";
import { RateComparison } from "../../../../src/release/judgement/rateComparison.js";

const errors = new RateComparison({ worseThan: 2, falseAlarm: 0.01, miss: 0.05 });

describe("what a pass needs", () => {
  it("is the same at every call", () => {
    const question = { share: 0.1, errorRate: 0.01 };
    expect(errors.needs(question)).toBe(errors.needs(question));
  });

  it("is some two thousand canary requests at an error rate of 1 %, most of them for the guard against bursts", () => {
    const { requests, canaryRequests } = errors.untilPass({ share: 0.1, errorRate: 0.01 });
    expect(requests.median).toBe(errors.needs({ share: 0.1, errorRate: 0.01 }));
    expect(canaryRequests.median).toBeGreaterThan(1000);
    expect(canaryRequests.median).toBeLessThan(2600);
    expect(requests.p95).toBeGreaterThan(requests.median);
  });

  it("falls with more errors and with a larger share, and is finite without errors", () => {
    const needs = (share: number, errorRate: number) => errors.needs({ share, errorRate });
    expect(needs(0.1, 0.1)).toBeLessThan(needs(0.1, 0.01));
    expect(needs(0.25, 0.05)).toBeLessThan(needs(0.05, 0.05));
    expect(needs(0.1, 0)).toBeLessThan(12_000);
    expect(needs(1, 0)).toBeLessThan(1500);
  });

  it("is a whole number of windows", () => {
    expect(errors.needs({ share: 0.1, errorRate: 0, perWindow: 700 }) % 700).toBe(0);
  });

  it("is finite for a canary that is alone after steps with a stable side", () => {
    expect(errors.needs({ share: 1, errorRate: 0.01 })).toBeLessThan(10_000);
  });

  it("is never, where nothing can be proven", () => {
    const ratio = new RateComparison({ worseThan: 2, falseAlarm: 0.01, miss: 0.05, negligible: 0 });
    expect(ratio.needs({ share: 0.1, errorRate: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(ratio.needs({ share: 1, errorRate: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  it("does not depend on what was added", () => {
    const busy = new RateComparison({ worseThan: 2, falseAlarm: 0.01, miss: 0.05 });
    busy.add({ canary: { bad: 9, total: 10 }, stable: { bad: 0, total: 90 } });
    expect(busy.needs({ share: 0.1, errorRate: 0.01 })).toBe(errors.needs({ share: 0.1, errorRate: 0.01 }));
  });
});

describe("what a failure needs", () => {
  it("is fewer requests the worse the canary is", () => {
    const bad = (canaryRate: number) =>
      errors.untilFail({ share: 0.1, errorRate: 0.01, canaryRate }).canaryRequests.median;
    expect(bad(0.05)).toBeLessThan(bad(0.03));
    expect(bad(1)).toBeLessThan(bad(0.05));
  });

  it("is few bad answers in an outage", () => {
    const { canaryBad } = errors.untilFail({
      share: 0.1,
      errorRate: 0,
      canaryRate: 1,
      requestsPerWindow: 150,
    });
    expect(canaryBad.median).toBeLessThanOrEqual(45);
  });
});

it("refuses a question with every problem", () => {
  expect(() => errors.untilPass({ share: 0, errorRate: 1, canaryRate: 2, requestsPerWindow: 0.5 })).toThrow(
    new RangeError(
      [
        "forecast has 4 problems:",
        "  share: 0 is not allowed; give a part of the requests above 0, up to 1",
        "  errorRate: 1 is not allowed; give a rate from 0, up to less than 1",
        "  canaryRate: 2 is not allowed; give a rate from 0 to 1",
        "  requestsPerWindow: 0.5 is not allowed; give a whole number from 1",
      ].join("\n"),
    ),
  );
});
