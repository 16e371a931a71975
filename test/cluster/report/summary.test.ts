import { describe, expect, it } from "vitest";
import { changeOf, countsOf, RELEASE, runOf, scenarioOf } from "./examples.js";
import { summary } from "./summary.js";

const control = scenarioOf(7, { scenario: "controls", loses: true });
const broken = scenarioOf(3, {
  scenario: "broken image",
  changes: [changeOf(3, { title: "flip to a broken image", failed: ['lost 3: {"refused":3}'] }), changeOf(0)],
});
const all = runOf({
  results: [scenarioOf(0), broken, control],
  releases: [{ ...RELEASE, took: 125 }],
  skipped: [{ scenario: "drained node", why: "needs 3 nodes: --nodes 3" }],
});

describe("summary", () => {
  it("has a line for each scenario, what failed and why, and the sums", () => {
    expect(summary(all, 100)).toEqual([
      "                               changes  connections  lost  failed  time",
      "Changes under load",
      "  nftables  releases                 1        1 000     0       0  1:01",
      "Faults in a release",
      "  nftables  broken image             2        1 000     3       1  1:01",
      "Controls",
      "  nftables  controls                 1        1 000     7       0  1:01",
      "      must lose connections",
      "Releases that the driver takes by itself, by the evidence of a Prometheus",
      "  nftables  errors, two steps        1        6 034     0       0  2:05",
      "",
      "FAILED nftables: broken image: shop: flip to a broken image",
      '    lost 3: {"refused":3}',
      "skipped drained node: it needs 3 nodes: --nodes 3",
      "lost 3 of 2 000 connections in 3 changes",
      "lost 0 of 6 034 connections in 1 release by the driver",
      "the controls lost 7, and must lose some",
    ]);
  });

  it.each([50, 60, 80])("fits %d columns, and cuts nothing", (width) => {
    const lines = summary(all, width);
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    const words = (some: readonly string[]) => some.join(" ").split(/\s+/).filter(Boolean).sort();
    expect(words(lines)).toEqual(words(summary(all, Number.POSITIVE_INFINITY)));
  });

  it("names a loss between two changes, a control that sees nothing, and what ended the run", () => {
    const results = [
      scenarioOf(0, { counts: countsOf(2) }),
      scenarioOf(0, { scenario: "controls", loses: true }),
    ];
    expect(summary(runOf({ results, crashes: ["Error: etcd ended"] }), 200)).toEqual(
      expect.arrayContaining([
        "FAILED nftables: releases",
        '    lost 2 connections between its changes: {"refused":2}',
        "FAILED nftables: controls",
        "    the control shop lost nothing: this test cannot see a loss",
        "FAILED the run ended early",
        "    Error: etcd ended",
      ]),
    );
  });

  it("says that no control was run", () => {
    expect(summary(runOf({ results: [scenarioOf(0)] }), 100).at(-1)).toBe(
      "no control was run: --only control shows that this test sees a loss",
    );
    expect(summary(runOf(), 100)).toEqual([]);
  });
});
