import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationText, fractionOf, percentText, secondsOf } from "../../../../src/release/spec/quantities.js";

describe("a duration", () => {
  it.each([
    ["10m", 600],
    ["2h", 7200],
    ["1h30m", 5400],
    ["300ms", 0.3],
    ["15s", 15],
    ["1h2m3s4ms", 3723.004],
    ["1.5h", 5400],
    ["0s", 0],
    ["100ms", 0.1],
  ])("%s is %d seconds", (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each([
    10,
    "10",
    "",
    "m",
    "10 m",
    "10M",
    "30m1h",
    "1h1h",
    "-10m",
    "1d",
    "1e3s",
    "ten minutes",
    null,
    [],
    Number.NaN,
  ])("%j is none", (value) => {
    expect(secondsOf(value)).toBeUndefined();
  });

  it("is the same after it is written and read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (milliseconds) => {
        expect(secondsOf(durationText(milliseconds / 1000))).toBe(milliseconds / 1000);
      }),
    );
  });
});

describe("a share", () => {
  it.each([
    ["1%", 0.01],
    ["0.5%", 0.005],
    ["0.7 %", 0.007],
    ["100%", 1],
    ["0%", 0],
    [0.01, 0.01],
    [0, 0],
  ])("%j is %d", (value, fraction) => {
    expect(fractionOf(value)).toBe(fraction);
  });

  it.each([1, 5, -0.1, "1", "0.01", "%", "-1%", "1%%", "five percent", true, null, Number.NaN])(
    "%j is none, or may mean two",
    (value) => {
      expect(fractionOf(value)).toBeUndefined();
    },
  );

  it("is the same after it is written and read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (thousandths) => {
        const fraction = thousandths / 100_000;
        expect(fractionOf(percentText(fraction))).toBe(fraction);
      }),
    );
  });
});
