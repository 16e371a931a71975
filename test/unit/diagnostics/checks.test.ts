import { expect, test } from "vitest";
import { checkWhole } from "../../../src/diagnostics/checks.js";
import { Problems } from "../../../src/diagnostics/problems.js";

const range = { min: 1, max: 9 };
const whole = "give a whole number from 1 to 9";

test.each<[unknown, string]>([
  [10, `n: 10 is not in range; ${whole}`],
  ["5", `n: "5" is text, not a number; ${whole}, which requireNumber reads from the configuration`],
  ["five", `n: "five" is text, not a number; ${whole}`],
  ["", `n: "" is text, not a number; ${whole}`],
  [undefined, `n: is missing; ${whole}`],
])("%j is no whole number in range, and the message gives the reason", (value, line) => {
  const problems = new Problems("x");
  expect(checkWhole(problems, "n", value, range)).toBe(false);
  expect(problems.lines).toEqual([line]);
});

test("a secret that is text is not described", () => {
  const later = new Problems("x").later(true);
  checkWhole(later, "n", "5", range);
  expect(later.lines).toEqual([`n: [secret] is not in range; ${whole}`]);
});
