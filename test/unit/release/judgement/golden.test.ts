import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RateComparisonOptions } from "../../../../src/release/judgement/options.js";
import { RateComparison } from "../../../../src/release/judgement/rateComparison.js";

type Pair = readonly [bad: number, total: number];

interface Golden {
  readonly options: RateComparisonOptions;
  /** Windows of each step: the canary, and the stable side. */
  readonly steps: readonly (readonly (readonly [canary: Pair, stable: Pair])[])[];
  readonly worse: number;
  readonly good: number;
}

const cases: readonly Golden[] = JSON.parse(readFileSync(join(__dirname, "golden.json"), "utf8"));

test.each(cases.map((one, i) => [i, one] as const))(
  "sequence %i has the e-values that golden.py computes in exact fractions",
  (_, { options, steps, worse, good }) => {
    const comparison = new RateComparison(options);
    for (const [i, step] of steps.entries()) {
      if (i > 0) comparison.nextStep();
      for (const [[bad, total], [stableBad, stableTotal]] of step) {
        comparison.add({ canary: { bad, total }, stable: { bad: stableBad, total: stableTotal } });
      }
    }
    expect(comparison.worse.value / worse).toBeCloseTo(1, 8);
    expect(comparison.good.value / good).toBeCloseTo(1, 8);
  },
);

test("the sequences prove each verdict and neither", () => {
  const proven = (one: Golden) =>
    [one.worse >= 1 / one.options.falseAlarm, one.good >= 1 / one.options.miss].join();
  expect(new Set(cases.map(proven))).toEqual(new Set(["true,false", "false,true", "false,false"]));
});
