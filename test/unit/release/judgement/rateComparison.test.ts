import { describe, expect, it, test } from "vitest";
import type { Window } from "../../../../src/release/judgement/counts.js";
import type { RateComparisonOptions } from "../../../../src/release/judgement/options.js";
import { RateComparison } from "../../../../src/release/judgement/rateComparison.js";
import { window } from "./windows.js";

const OPTIONS: RateComparisonOptions = { worseThan: 2, falseAlarm: 0.01, miss: 0.05 };

const comparison = (options: Partial<RateComparisonOptions> = {}) =>
  new RateComparison({ ...OPTIONS, ...options });

/** Adds one window until the verdict changes, and returns how many it took. */
function until(verdict: string, judged: RateComparison, one: Window, most = 2000): number {
  for (let i = 1; i <= most; i++) {
    judged.add(one);
    if (judged.verdict === verdict) return i;
  }
  return Number.POSITIVE_INFINITY;
}

const HEALTHY = window(2, 200, 18, 1800);
const TWICE = window(4, 200, 18, 1800);
const BROKEN = window(20, 200, 18, 1800);
const EMPTY = window(0, 0, 0, 0);

describe("verdicts", () => {
  it("are open before the first window", () => {
    const judged = comparison();
    expect(judged.verdict).toBe("undecided");
    expect(judged.worse).toEqual({ value: 1, threshold: 100 });
    expect(judged.good.threshold).toBe(20);
    expect(judged.good.value).toBeCloseTo(1, 12);
    expect(judged.ratio).toBeUndefined();
  });

  it("pass a canary with the rate of the stable side, and fail one with ten times as much", () => {
    expect(until("pass", comparison(), HEALTHY)).toBeLessThan(20);
    expect(until("fail", comparison(), BROKEN)).toBeLessThan(5);
  });

  it("fail a canary that is twice as bad, and never pass it", () => {
    const judged = comparison();
    const seen = new Set<string>();
    for (let i = 0; i < 60; i++) {
      judged.add(TWICE);
      seen.add(judged.verdict);
    }
    expect([...seen]).toEqual(["undecided", "fail"]);
  });

  it("stay open without requests of the canary, however long", () => {
    const judged = comparison({ ceiling: 0.05 });
    expect(until("pass", judged, window(0, 0, 20, 2000))).toBe(Number.POSITIVE_INFINITY);
    expect(judged.verdict).toBe("undecided");
    expect(judged.worse.value).toBeCloseTo(1, 12);
    expect(judged.reason).toBe("the canary has had no requests in this step");
  });
});

describe("a step", () => {
  it("needs a pass of its own", () => {
    const judged = comparison();
    const first = until("pass", judged, HEALTHY);
    judged.nextStep();
    expect(judged.verdict).toBe("undecided");
    expect(judged.good.value).toBeCloseTo(1, 12);
    expect(until("pass", judged, HEALTHY)).toBe(first);
  });

  it("with more load fails a canary that was good before, almost as fast as a first step", () => {
    const first = until("fail", comparison(), BROKEN);
    const judged = comparison();
    for (let i = 0; i < 200; i++) judged.add(HEALTHY);
    judged.nextStep();
    expect(until("fail", judged, BROKEN)).toBeLessThanOrEqual(first + 2);
  });

  it("keeps the evidence against the canary", () => {
    const judged = comparison();
    judged.add(BROKEN);
    const before = judged.worse.value;
    judged.nextStep();
    expect(judged.worse.value).toBeGreaterThan(before / 2);
    expect(judged.worse.value).toBeGreaterThan(1.5);
  });
});

describe("latching", () => {
  it("keeps a failure for the rest of the release", () => {
    const judged = comparison();
    until("fail", judged, BROKEN);
    for (let i = 0; i < 500; i++) judged.add(HEALTHY);
    judged.nextStep();
    for (let i = 0; i < 500; i++) judged.add(HEALTHY);
    expect(judged.worse.value).toBeLessThan(100);
    expect(judged.verdict).toBe("fail");
  });

  it("keeps a pass although the evidence for it shrinks, until the canary fails", () => {
    const judged = comparison();
    until("pass", judged, HEALTHY);
    judged.add(TWICE);
    judged.add(TWICE);
    expect(judged.good.value).toBeLessThan(20);
    expect(judged.verdict).toBe("pass");
    expect(until("fail", judged, BROKEN)).toBeLessThan(40);
  });

  it("makes two drivers that look at different times agree", () => {
    const windows = [...Array(until("pass", comparison(), HEALTHY)).fill(HEALTHY), TWICE, TWICE];
    const often = comparison();
    for (const one of windows) {
      often.add(one);
      void often.verdict;
    }
    const once = comparison();
    for (const one of windows) once.add(one);
    expect(once.good.value).toBeLessThan(20);
    expect(often.verdict).toBe("pass");
    expect(once.verdict).toBe(often.verdict);
  });
});

describe("an outage fails within two windows of 15 seconds with a canary request a second", () => {
  const down = (stableBad: number, stableTotal: number) => window(15, 15, stableBad, stableTotal);
  test.each([
    ["2 %", 7, 735],
    ["10 %", 1, 135],
    ["25 %", 0, 45],
    ["50 %", 0, 15],
    ["50 %, and an error of the stable side", 1, 15],
  ])("at a share of %s", (_, bad, total) => {
    expect(until("fail", comparison(), down(bad, total))).toBe(2);
    const late = comparison();
    for (let i = 0; i < 40; i++) late.add(window(0, 15, bad, total));
    expect(until("fail", late, down(bad, total))).toBe(2);
  });

  it("and later, where the stable side has errors in bursts", () => {
    const judged = comparison();
    for (let i = 0; i < 40; i++) judged.add(window(0, 15, i % 8 === 0 ? 12 : 0, 135));
    expect(until("fail", judged, down(0, 135))).toBeGreaterThan(2);
  });

  it("but not when the stable side is down as well", () => {
    expect(until("fail", comparison(), window(15, 15, 135, 135))).toBe(Number.POSITIVE_INFINITY);
  });
});

it("one window alone never fails a canary by its ratio, so that no burst does", () => {
  for (const bad of [15, 100, 5000]) {
    const judged = comparison();
    judged.add(window(bad, 5000, 10, 5000));
    expect(judged.verdict).toBe("undecided");
    const small = comparison();
    small.add(window(bad, 5000, 10, 500_000));
    expect(small.verdict).toBe("undecided");
  }
});

describe("the ceiling", () => {
  it("fails a canary above it, although the stable side is as bad", () => {
    const both = window(30, 200, 270, 1800);
    expect(until("fail", comparison({ ceiling: 0.05 }), both)).toBeLessThan(20);
    expect(until("fail", comparison(), both, 200)).toBe(Number.POSITIVE_INFINITY);
  });

  it("holds where the stable side has no requests", () => {
    expect(until("fail", comparison({ ceiling: 0.05 }), window(30, 200, 0, 0))).toBeLessThan(10);
    expect(until("pass", comparison({ ceiling: 0.05 }), window(2, 200, 0, 0))).toBeLessThan(5);
  });

  it("is no way to pass while the stable side has requests", () => {
    const judged = comparison({ ceiling: 0.5, negligible: 0 });
    expect(until("pass", judged, window(4, 200, 18, 1800), 30)).toBe(Number.POSITIVE_INFINITY);
    expect(judged.verdict).toBe("fail");
  });
});

describe("the negligible rate", () => {
  it("passes an app without errors, which no ratio can", () => {
    expect(until("pass", comparison(), window(0, 20, 0, 180))).toBeLessThan(60);
    expect(until("pass", comparison({ negligible: 0 }), window(0, 20, 0, 180))).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("passes a canary that is twice as bad below it, by definition", () => {
    expect(until("pass", comparison(), window(1, 2000, 9, 36000))).toBeLessThan(10);
  });

  it("needs more requests where errors come in bursts", () => {
    const quiet = (bursts: readonly number[]) => {
      const judged = comparison();
      for (const bad of bursts) judged.add(window(0, 50, bad, 450));
      return until("pass", judged, window(0, 50, 0, 450));
    };
    expect(quiet([8, 0, 0, 0, 0, 0, 0, 9])).toBeGreaterThan(2 * quiet([2, 2, 2, 3, 2, 2, 2, 2]));
  });

  it("leaves a canary alone with all requests open, if there is no rate to prove", () => {
    const judged = comparison({ negligible: 0 });
    expect(until("pass", judged, window(0, 1000, 0, 0), 100)).toBe(Number.POSITIVE_INFINITY);
    expect(judged.reason).toBe(
      "canary 0 of 100 000 bad (0 %), stable has no requests: there is nothing to compare it with; set a ceiling",
    );
  });
});

test("the ratio is that of both rates in the step", () => {
  const judged = comparison();
  judged.add(window(9, 900, 9, 900));
  judged.nextStep();
  judged.add(window(3, 100, 10, 1000));
  expect(judged.ratio).toBeCloseTo(3);
  judged.nextStep();
  judged.add(window(2, 100, 0, 1000));
  expect(judged.ratio).toBeCloseTo(40);
  judged.nextStep();
  judged.add(EMPTY);
  expect(judged.ratio).toBeUndefined();
});

test("the reason has the numbers", () => {
  const judged = comparison();
  judged.add(window(3, 60, 5, 540));
  expect(judged.reason).toBe(
    "canary 3 of 60 bad (5 %), stable 5 of 540 (0.93 %): 5.4 times as bad so far, 2 times as bad is not ruled out yet",
  );
  until("pass", judged, HEALTHY);
  expect(judged.reason).toMatch(
    /^canary \d+ of [\d ]+ bad \(1.\d %\), stable .*: 2 times as bad is ruled out$/,
  );
  until("fail", judged, BROKEN);
  expect(judged.reason).toMatch(/: worse than stable$/);
  const quiet = comparison();
  until("pass", quiet, window(0, 500, 0, 4500));
  expect(quiet.reason).toMatch(/: a rate of 0.5 % is ruled out$/);
});

describe("refusals", () => {
  it("list every option that is not allowed", () => {
    expect(() =>
      comparison({ worseThan: 1, falseAlarm: 0, miss: Number.NaN, ceiling: 5, negligible: -1 }),
    ).toThrow(
      new RangeError(
        [
          "RateComparison has 5 problems:",
          "  worseThan: 1 is not allowed; give a number above 1, up to 1000",
          "  falseAlarm: 0 is not allowed; give a probability above 0, up to 0.5",
          "  miss: NaN is not allowed; give a probability above 0, up to 0.5",
          "  ceiling: 5 is not allowed; give a rate between 0 and 1, or leave it out",
          "  negligible: -1 is not allowed; give a rate from 0, up to less than 1",
        ].join("\n"),
      ),
    );
    expect(() => comparison({ falseAlarm: 0.51 })).toThrow(RangeError);
    expect(() => comparison({ worseThan: "3" as unknown as number })).toThrow(
      'worseThan: "3" is not allowed',
    );
  });

  it("list every count that is not allowed, and add nothing", () => {
    const judged = comparison();
    expect(() => judged.add(window(1.5, -1, Number.NaN, 2 ** 53))).toThrow(
      new RangeError(
        [
          "window has 4 problems:",
          "  canary.bad: 1.5 is not allowed; give a whole number from 0 to 2^53 - 1",
          "  canary.total: -1 is not allowed; give a whole number from 0 to 2^53 - 1",
          "  stable.bad: NaN is not allowed; give a whole number from 0 to 2^53 - 1",
          "  stable.total: 9007199254740992 is not allowed; give a whole number from 0 to 2^53 - 1",
        ].join("\n"),
      ),
    );
    expect(() => judged.add(window(3, 2, 0, 0))).toThrow(
      "canary.bad: 3 is more than canary.total, 2; count every bad event in total too",
    );
    expect(judged.counts).toEqual(EMPTY);
  });
});

describe("a canary that has all requests", () => {
  const alone = (bad: number) => window(bad, 2000, 0, 0);
  const afterFlip = () => {
    const judged = comparison();
    for (let i = 0; i < 20; i++) judged.add(window(0, 0, 20, 2000));
    judged.nextStep();
    return judged;
  };

  it("passes where it is surely less than twice as bad as the stable side was before", () => {
    const judged = afterFlip();
    expect(until("pass", judged, alone(20))).toBeLessThan(10);
    expect(judged.reason).toMatch(
      /^canary [\d ]+ of [\d ]+ bad \(1 %\), stable has no requests: a rate of 1.8 % is ruled out$/,
    );
    expect(until("pass", afterFlip(), alone(40), 100)).toBe(Number.POSITIVE_INFINITY);
  });

  it("fails within two windows when it is down, and not when the service is a little worse", () => {
    const judged = afterFlip();
    expect(until("fail", judged, window(15, 15, 0, 0))).toBe(2);
    expect(judged.reason).toBe("canary 30 of 30 bad (100 %), stable has no requests: above 10 %");
    expect(until("fail", afterFlip(), alone(60), 100)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is open without a step before it, a ceiling and a negligible rate", () => {
    const judged = comparison({ negligible: 0 });
    for (let i = 0; i < 100; i++) judged.add(window(15, 15, 0, 0));
    expect(judged.verdict).toBe("undecided");
  });
});
