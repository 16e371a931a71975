import { describe, expect, it } from "vitest";
import type { Counts } from "../load/load.js";
import { blind, type ScenarioResult } from "./result.js";
import { throughSections } from "./through.js";

const counts = (lost: number): Counts => ({
  begun: 1000,
  ok: {},
  lost: lost ? { timeout: lost } : {},
  slow: 0,
});
const control = (first: number, second: number): ScenarioResult => ({
  ...{ mode: "nftables", scenario: "missing color", loses: true, losesThrough: ["node-2"], changes: [] },
  ...{ counts: counts(first + second), through: { "node-1": counts(first), "node-2": counts(second) } },
});

describe("a control that loses through some nodes", () => {
  it("must lose through each of them, and through no other", () => {
    expect(blind(control(0, 7))).toEqual([]);
    expect(blind(control(1, 7))).toEqual(["lost 1 through node-1, which must lose none"]);
    expect(blind(control(0, 0))).toEqual(["lost nothing through node-2: this test cannot see a loss"]);
  });
});

describe("throughSections", () => {
  it("has a row for each node", () => {
    expect(throughSections([control(0, 7)]).at(-1)).toContain(
      "| nftables | missing color | node-2 | 7 | 1 000 | yes |",
    );
    expect(throughSections([])).toEqual([]);
  });
});
