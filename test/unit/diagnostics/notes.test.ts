import { expect, test } from "vitest";
import { Problems } from "../../../src/diagnostics/problems.js";
import { didYouMean, nearest } from "../../../src/diagnostics/suggest.js";

test("a note is shown once, separately from the warnings", () => {
  const problems = new Problems('Thing "x"');
  problems.inform({ path: "a", problem: "is the same as b" });
  problems.later(false).inform({ path: "a", problem: "is the same as b" });
  problems.warn({ path: "c", problem: "is odd" });
  expect(problems.notes).toEqual(["a: is the same as b"]);
  expect(problems.warnings).toEqual(["c: is odd"]);
});

test("a collector knows whether it checks a secret, so that no text contains the value", () => {
  const problems = new Problems('Thing "x"');
  expect([problems.masked, problems.later(false).masked, problems.later(true).masked]).toEqual([
    false,
    false,
    true,
  ]);
});

test("the nearest word is what the hint names", () => {
  expect(nearest("Schedular", ["scheduler", "mode"])).toBe("scheduler");
  expect(didYouMean("Schedular", ["scheduler", "mode"])).toBe('did you mean "scheduler"?');
  expect(nearest("elephant", ["scheduler", "mode"])).toBeUndefined();
});
