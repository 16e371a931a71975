import { expect, it } from "vitest";
import type { ChangeResult, ScenarioResult } from "./result.js";
import { sharePlot } from "./sharePlot.js";

const counts = (vNext: number) => ({ begun: 1000, ok: { V1: 1000 - vNext, vNext }, lost: {}, slow: 0 });
const change = (planned: number, vNext: number, gap = false): ChangeResult => ({
  ...{ app: "web", title: "weight", seconds: 1, fewest: 4, failed: [], gap },
  counts: counts(vNext),
  after: counts(vNext),
  share: { V1: 100 - planned, vNext: planned },
});
const scenario = (changes: ChangeResult[]): ScenarioResult => ({
  ...{ mode: "nftables", scenario: "releases", loses: false, changes, counts: counts(0) },
});

it("draws a point and an interval for each change to a mixed share, and no other", () => {
  const svg = sharePlot([scenario([change(10, 101), change(10, 99), change(0, 0), change(100, 1000)])]) ?? "";
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(svg.match(/stroke-width="1.5"/g)).toHaveLength(2);
  expect(svg).toContain("planned and counted in 2 changes");
});

it("draws nothing where no share is mixed", () => {
  expect(sharePlot([scenario([change(100, 1000)])])).toBeUndefined();
});

it("puts what was counted at its height", () => {
  const [, y] = /cy="([\d.]+)"/.exec(sharePlot([scenario([change(50, 500)])]) ?? "") ?? [];
  expect(Number(y)).toBe(200);
});
