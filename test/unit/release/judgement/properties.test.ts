import fc from "fast-check";
import { expect, test } from "vitest";
import type { Window } from "../../../../src/release/judgement/counts.js";
import type { RateComparisonOptions } from "../../../../src/release/judgement/options.js";
import { RateComparison } from "../../../../src/release/judgement/rateComparison.js";
import { anyWindow, anyWindows, window } from "./windows.js";

const OPTIONS: RateComparisonOptions = { worseThan: 2, falseAlarm: 0.01, miss: 0.05 };

function judged(windows: readonly Window[], options: Partial<RateComparisonOptions> = {}): RateComparison {
  const comparison = new RateComparison({ ...OPTIONS, ...options });
  for (const one of windows) comparison.add(one);
  return comparison;
}

const close = (a: number, b: number) => Math.abs(Math.log(a) - Math.log(b)) < 1e-6 || a === b;

test("numbers stay finite, however many events there are", () => {
  fc.assert(
    fc.property(
      anyWindows,
      fc.option(fc.double({ min: 1e-6, max: 0.99, noNaN: true })),
      (windows, ceiling) => {
        const { worse, good, reason } = judged(windows, { ceiling: ceiling ?? undefined });
        expect([worse.value, good.value].every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
        expect(reason).not.toMatch(/NaN|Infinity|undefined/);
      },
    ),
  );
  const most = 2 ** 53 - 1;
  for (const bad of [0, 1, most]) {
    for (const other of [0, 1, most]) {
      const { worse, good } = judged([
        window(bad, most, other, most),
        window(bad, most, 0, 1),
        window(0, 1, other, most),
      ]);
      expect([worse.value, good.value].every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
    }
  }
});

test("the order of windows does not change the evidence of the ratio", () => {
  const shuffled = anyWindows.chain((windows) =>
    fc.tuple(fc.constant(windows), fc.shuffledSubarray(windows, { minLength: windows.length })),
  );
  fc.assert(
    fc.property(shuffled, ([windows, others]) => {
      const options = { negligible: 0 };
      expect(close(judged(windows, options).good.value, judged(others, options).good.value)).toBe(true);
    }),
  );
});

test("a window without requests changes nothing", () => {
  fc.assert(
    fc.property(anyWindows, fc.nat(), (windows, at) => {
      const i = at % (windows.length + 1);
      const more = [...windows.slice(0, i), window(0, 0, 0, 0), ...windows.slice(i)];
      expect(judged(more).worse).toEqual(judged(windows).worse);
      expect(judged(more).good).toEqual(judged(windows).good);
    }),
  );
});

test("a window without requests of the canary, or without errors, proves nothing by the ratio", () => {
  fc.assert(
    fc.property(anyWindow, ({ canary, stable }) => {
      const { good, worse } = judged([{ canary: { bad: 0, total: 0 }, stable }], { negligible: 0 });
      expect(good.value).toBeCloseTo(1, 10);
      expect(worse.value).toBeCloseTo(1, 10);
      const calm = judged([window(0, canary.total, 0, stable.total)], { negligible: 0 });
      expect(calm.good.value).toBeCloseTo(1, 10);
    }),
  );
});

test("in equal windows, more errors of the canary delay a failure, and fewer a pass, by few windows at most", () => {
  // Not by none: where all errors are on one side, each window may be a single burst, and an error elsewhere refutes that.
  const FEW = 4;
  const windowsUntil = (verdict: string, errors: number, stableBad: number) => {
    const comparison = new RateComparison(OPTIONS);
    for (let i = 1; i <= 60; i++) {
      comparison.add(window(errors, 200, stableBad, 400));
      if (comparison.verdict === verdict) return i;
    }
    return Number.POSITIVE_INFINITY;
  };
  fc.assert(
    fc.property(fc.nat({ max: 30 }), fc.nat({ max: 60 }), (bad, stableBad) => {
      const pass = windowsUntil("pass", bad + 1, stableBad);
      expect(windowsUntil("pass", bad, stableBad)).toBeLessThanOrEqual(pass + FEW);
      const fail = windowsUntil("fail", bad, stableBad);
      expect(windowsUntil("fail", bad + 1, stableBad)).toBeLessThanOrEqual(fail + FEW);
    }),
    { numRuns: 60 },
  );
});

test("a failure stays, and a pass ends only by a failure or a step", () => {
  const moves = fc.array(
    fc.oneof({ weight: 5, arbitrary: anyWindow }, { weight: 1, arbitrary: fc.constant("step") }),
    {
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(moves, (all) => {
      const comparison = new RateComparison({ ...OPTIONS, falseAlarm: 0.4, miss: 0.4 });
      for (const move of all) {
        const before = comparison.verdict;
        if (typeof move === "string") comparison.nextStep();
        else comparison.add(move);
        if (before === "fail") expect(comparison.verdict).toBe("fail");
        if (before === "pass" && move !== "step") expect(comparison.verdict).not.toBe("undecided");
        if (before !== "fail" && move === "step") expect(comparison.verdict).toBe("undecided");
      }
    }),
  );
});

test("steps without windows change nothing", () => {
  fc.assert(
    fc.property(anyWindows, anyWindows, fc.integer({ min: 1, max: 5 }), (first, second, times) => {
      const once = judged(first);
      const often = judged(first);
      once.nextStep();
      for (let i = 0; i < times; i++) often.nextStep();
      for (const one of second) {
        once.add(one);
        often.add(one);
      }
      expect(often.worse).toEqual(once.worse);
    }),
  );
});
