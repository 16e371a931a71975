import { expect, test } from "vitest";
import { readRecorded } from "../../../release/recorded.js";
import { SECTIONS } from "../../../release/sections.js";
import { bounded } from "../../../release/text.js";
import { upperBound } from "../../../release/upperBound.js";

// What `npm run bench:release` prints, and has recorded for docs/how-it-decides.md.

test("the highest probability that a count allows is that of the binomial distribution", () => {
  // With p = 1 - 0.05^(1/n), none of n happens with a chance of 5 %.
  expect(upperBound(0, 1500)).toBeCloseTo(1 - 0.05 ** (1 / 1500), 9);
  // 1 of 2: (1 - p)^2 + 2 p (1 - p) = 1 - p^2 = 0.05.
  expect(upperBound(1, 2)).toBeCloseTo(Math.sqrt(0.95), 9);
  expect(upperBound(7, 7)).toBe(1);
  expect(bounded(0, 1500)).toBe("0 % (below 0.2 %)");
  expect(bounded(1500, 1500)).toBe("100 % (below 100 %)");
  expect(bounded(15, 1500)).toBe("1 % (below 1.6 %)");
});

const { releases, sections } = readRecorded();

test("every case of the benchmark is recorded", () => {
  const counts = (of: readonly (readonly [string, number])[]) => Object.fromEntries(of);
  expect(counts(Object.entries(sections).map(([name, results]) => [name, results.length]))).toEqual(
    counts(Object.entries(SECTIONS).map(([name, { cases }]) => [name, cases.length])),
  );
});

test.each([
  ["coldStart", 0],
  ["guard", SECTIONS.guard.cases.length - 1],
  ["rules", SECTIONS.rules.cases.length - 7],
  ["rules", SECTIONS.rules.cases.length - 1],
])("the record is that of the present code: %s, case %i, which ends after few windows", (name, index) => {
  expect(SECTIONS[name].cases[index](releases)).toEqual(sections[name][index]);
});
