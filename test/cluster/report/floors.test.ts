import { describe, expect, it } from "vitest";
import { floorSection, LOW_FLOOR } from "./floors.js";
import type { ChangeResult, ScenarioResult } from "./result.js";

const change: ChangeResult = {
  ...{ app: "shop", title: "flip", seconds: 9, share: { V2: 100 }, fewest: 2, failed: [] },
  counts: { begun: 1400, ok: { V2: 1300 }, lost: { timeout: 100 }, slow: 900 },
  after: { begun: 400, ok: { V2: 400 }, lost: {}, slow: 0 },
};
const result = (scenario: string): ScenarioResult => ({
  ...{ mode: "nftables", scenario, loses: true, counts: change.counts },
  changes: [change, { ...change, title: "unchanged", share: undefined }],
});

describe("floorSection", () => {
  it("has the slow answers of each change", () => {
    const [title, , rows] = floorSection([result(LOW_FLOOR), result("peak"), result("controls")]);
    expect(title).toBe("## A floor that is too low");
    expect(rows?.split("\n").slice(2)).toEqual([
      "| no | shop | flip | 100 | 900 | 1 400 | 2 |",
      "| yes | shop | flip | 100 | 900 | 1 400 | 2 |",
    ]);
  });

  it("is absent without such a run", () => {
    expect(floorSection([result("controls")])).toEqual([]);
  });
});
