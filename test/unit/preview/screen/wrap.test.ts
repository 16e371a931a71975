import { describe, expect, it } from "vitest";
import { flow, proseWidth, wrap, wrapHanging } from "../../../../src/preview/screen/wrap.js";

describe("wrap", () => {
  it.each<[string, number, string[]]>([
    ["some words here", 10, ["some words", "here"]],
    ["some words here", Number.POSITIVE_INFINITY, ["some words here"]],
    ["a longerword b", 6, ["a", "longer", "word b"]],
    ["😀😀😀", 4, ["😀😀", "😀"]],
    ["", 10, [""]],
    ["of 8\u00a0300\u202fms now", 9, ["of", "8\u00a0300\u202fms", "now"]],
  ])("breaks %j at %d columns", (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  it("indents all lines but the first", () => {
    expect(wrapHanging("some words here", 12, 2)).toEqual(["some words", "  here"]);
  });

  it("breaks between parts first", () => {
    expect(flow(["one two", "three", "four five six"], 9, " · ")).toEqual([
      "one two",
      "three",
      "four five",
      "six",
    ]);
    expect(flow(["one", "two", "three"], 9, " · ")).toEqual(["one · two", "three"]);
  });

  it("gives prose a readable width where lines have no limit", () => {
    expect([60, 300, Number.POSITIVE_INFINITY].map(proseWidth)).toEqual([60, 300, 100]);
  });
});
