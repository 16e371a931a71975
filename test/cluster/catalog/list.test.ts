import { describe, expect, it } from "vitest";
import { ENTRIES, GROUPS } from "./catalog.js";
import { listOf } from "./list.js";

describe("listOf", () => {
  it.each([60, 100, 200])("shows every scenario in %d columns", (width) => {
    const lines = listOf(width).split("\n");
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    const text = lines.map((line) => line.trim()).join(" ");
    for (const { name } of [...ENTRIES, ...GROUPS]) expect(text).toContain(name);
  });

  it("puts a scenario on one line of a pipe, with what it needs", () => {
    expect(listOf(Number.POSITIVE_INFINITY)).toMatch(
      /^ {2}spread .* 4 min {3}how each scheduler .*; needs a mode of ipvs; short, in the first mode of ipvs$/m,
    );
  });

  it("sums up the minutes", () => {
    const entry = { name: "a", shows: "b", run: async () => {} };
    const entries = [
      { ...entry, minutes: 1.5, needs: { nodes: 3 } },
      { ...entry, minutes: 2 },
    ];
    expect(listOf(100, [{ name: "g", title: "G", entries }])).toContain(
      "g: G\n  a  1.5 min   b; needs --nodes 3\n  a    2 min   b\n\n2 scenarios, about 4 minutes in one mode\n",
    );
  });
});
