import { describe, expect, it } from "vitest";
import { drainPlot, drainSections } from "./drainSections.js";
import { cellLine, type DrainCell, wrongOf } from "./drains.js";

const cell = (drainSeconds: number, delay: number, lost: number, waits = false): DrainCell => ({
  ...{ drainSeconds, delay, waits, lost: [0, lost], begun: 1000 },
});
const cells = [cell(0, 0, 3), cell(5, 0, 0), cell(0, 5, 90), cell(5, 5, 2), cell(0, 5, 0, true)];
const curve = { mode: "nftables", rate: 20, cells, failed: [] };

describe("wrongOf", () => {
  it("expects no loss where the drain is two seconds longer than the delay", () => {
    expect(wrongOf(cells)).toEqual([]);
    expect(wrongOf([...cells, cell(8, 5, 1)])).toEqual([
      "drain 8 s, kube-proxy 5 s late lost 0, 1: a drain of 8 s covers it",
    ]);
  });

  it("counts the wait of the provider as a drain of ten seconds", () => {
    expect(wrongOf([cell(0, 5, 1, true)])).toEqual([
      "drain 0 s after the wait, kube-proxy 5 s late lost 0, 1: a drain of 0 s covers it",
    ]);
  });

  it("expects a loss where the drain is much shorter", () => {
    expect(wrongOf([cell(0, 5, 0)])).toEqual([
      "no drain that is too short lost a connection: this test cannot see a loss",
    ]);
  });
});

describe("a curve", () => {
  it("is a line for each cell", () => {
    expect(cells.map(cellLine)[2]).toBe("drain 0 s, kube-proxy 5 s late: lost 0, 90 of 1000");
  });

  it("is a table with a row for each delay", () => {
    const text = drainSections([curve], "![drawn](x.svg)").join("\n\n");
    expect(text).toContain(
      `| kube-proxy late by | drain 0 s | drain 5 s | drain 0 s after the wait |
| --- | --- | --- | --- |
| 0 s | 0, 3 | 0, 0 |  |
| 5 s | 0, 90 | 0, 2 | 0, 0 |`,
    );
    expect(text).toContain("with 20 connections a second to each app, 5 000 in all.");
    expect(text).toContain("![drawn](x.svg)");
  });

  it("is drawn in seconds of lost connections", () => {
    expect(drainPlot([curve])).toContain("5 s late");
    expect(drainPlot([])).toBeUndefined();
  });
});
