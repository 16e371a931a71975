import { describe, expect, it } from "vitest";
import { lastLines, ordinal, timeText } from "../../../../src/release/checks/text.js";
import { oneLine } from "../../../../src/release/outside/oneLine.js";

describe("text of another program", () => {
  it("is one line, without colors and control characters", () => {
    expect(oneLine("\u001b[31mred\u001b[0m\r\n\ta\u0000b\u202Ec  d")).toBe("red a b c d");
    expect(oneLine("x".repeat(300))).toBe(`${"x".repeat(199)}…`);
    expect(oneLine("😀".repeat(300))).toBe(`${"😀".repeat(199)}…`);
  });

  it("is its last three lines", () => {
    expect(lastLines("a\nb\n\nc\r\n  d  \n")).toBe("b | c | d");
    expect(lastLines(" \n\n")).toBe("");
  });
});

it("numbers and times are written as people do", () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111, 112].map(ordinal)).toEqual([
    ...["1st", "2nd", "3rd", "4th", "11th", "12th", "13th"],
    ...["21st", "22nd", "101st", "111th", "112th"],
  ]);
  expect([0.4, 12, 999.4, 1000, 12_345].map(timeText)).toEqual([
    "0 ms",
    "12 ms",
    "999 ms",
    "1.0 s",
    "12.3 s",
  ]);
});
