import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { quote } from "../../../src/diagnostics/format.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { ArgumentError, throwIfRefused } from "../../../src/diagnostics/pulumi.js";
import { didYouMean } from "../../../src/diagnostics/suggest.js";

describe("an ArgumentError", () => {
  const refused = () => {
    const problems = new Problems('CanaryDeployment "myapp"');
    problems.refuse({ path: "weight", value: 120, problem: "is not a share", remedy: "give 0 to 100" });
    problems.refuse({ path: "canary.version", value: "v1", problem: "is also the stable version" });
    return problems;
  };

  test("names the component, counts the problems, sorts them by path", () => {
    expect(() => throwIfRefused(refused())).toThrow(
      new ArgumentError('CanaryDeployment "myapp"', [
        { path: "canary.version", reason: '"v1" is also the stable version' },
        { path: "weight", reason: "120 is not a share; give 0 to 100" },
      ]),
    );
    expect(() => throwIfRefused(refused())).toThrow(
      /^CanaryDeployment "myapp" cannot be planned, 2 problems:\n {2}canary/,
    );
  });

  test("is one that Pulumi prints without a stack", () => {
    try {
      throwIfRefused(refused());
      expect.unreachable();
    } catch (error) {
      expect(pulumi.RunError.isInstance(error)).toBe(true);
      expect((error as ArgumentError).problems).toHaveLength(2);
    }
  });

  test("does not exist without a refusal, whatever was warned about", () => {
    const problems = new Problems("x");
    problems.warn({ path: "a", problem: "is odd" });
    throwIfRefused(problems);
    expect(problems.warnings).toEqual(["a: is odd"]);
  });
});

test("a problem that is found twice is reported once", () => {
  const problems = new Problems("x");
  for (const _ of [1, 2]) {
    problems.refuse({ path: "a", value: 1, problem: "is odd" });
    problems.warn({ path: "b", value: undefined, problem: "is odd", remedy: "give it" });
  }
  expect(problems.lines).toEqual(["a: 1 is odd"]);
  expect(problems.warnings).toEqual(["b: is missing; give it"]);
});

test("a listener gets each message once, those added before it and those added after it", () => {
  const problems = new Problems("x");
  const heard: string[] = [];
  problems.warn({ path: "a", problem: "is odd" });
  problems.listen((text, level) => heard.push(`${level} ${text}`));
  for (const _ of [1, 2]) {
    problems.warn({ path: "a", problem: "is odd" });
    problems.later(false).inform({ path: "b", problem: "is even" });
  }
  expect(heard).toEqual(["warn a: is odd", "info b: is even"]);
});

test("a value found later is refused on its own, masked when it is secret, and warns where the others do", () => {
  const problems = new Problems("x");
  const later = problems.later(true);
  later.refuse({ path: "a", value: "hunter2", problem: "is short" });
  later.warn({ path: "b", value: "hunter2", problem: "is weak" });
  expect(later.lines).toEqual(["a: [secret] is short"]);
  expect(problems.lines).toEqual([]);
  expect(problems.warnings).toEqual(["b: [secret] is weak"]);
});

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

test.each([
  [undefined, "nothing"],
  [null, "null"],
  ["20", '"20"'],
  [Number.NaN, "NaN"],
  [-0, "-0"],
  [10n, "10n"],
  [() => 1, "a function"],
  [Symbol("s"), "Symbol(s)"],
  [cyclic, "an object that refers to itself"],
  ["😀".repeat(100), `"${"😀".repeat(57)}…"`],
  [Array(50).fill(1), `[${"1,".repeat(28)}1…]`],
  [{ a: [1] }, '{"a":[1]}'],
  [pulumi.output(1), "an Output"],
  [{ a: [pulumi.secret("hunter2")] }, '{"a":["[Output]"]}'],
])("quotes %s", (value, text) => {
  expect(quote(value)).toBe(text);
});

test.each([
  ["gren", ["blue", "green"], "green"],
  ["IPVS", ["ipvs", "iptables"], "ipvs"],
  ["ipvs ", ["ipvs", "iptables"], "ipvs"],
  ["x", ["a", "b"], undefined],
  ["", ["a"], undefined],
  ["red", ["blue", "green"], undefined],
  [5, ["a"], undefined],
  ["a", [], undefined],
])("for %s of %s suggests %s", (word, known, wanted) => {
  expect(didYouMean(word, known)).toBe(wanted && `did you mean "${wanted}"?`);
});
