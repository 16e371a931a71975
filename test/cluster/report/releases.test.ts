import { describe, expect, it } from "vitest";
import type { ReleaseResult } from "../release/result.js";
import { proof } from "./proof.js";
import { releaseSection } from "./releases.js";
import { checks } from "./result.js";

const release: ReleaseResult = {
  ...{ mode: "nftables", scenario: "release driver: errors", version: "errors", verdict: "rolledBack" },
  ...{ seconds: 40.4, canaryRequests: 1809, metFault: 46, forecast: 50, failed: [] },
  counts: { begun: 6034, ok: { good1: 5225, errors: 763 }, lost: {}, slow: 0, errors: { errors: 46 } },
};
const failed: ReleaseResult = { ...release, failed: ["lost 1"] };

describe("releaseSection", () => {
  it("shows the verdict, its time and whom the version hurt", () => {
    const rows = releaseSection([release]).at(-1)?.split("\n");
    expect(rows?.at(-1)).toBe(
      "| nftables | release driver: errors | `errors` | rolled back | 40 s | 1 809 | 46 | 50 | 0 | 6 034 |",
    );
  });

  it("leaves a cell empty that has no number", () => {
    const { seconds: _, forecast: __, ...undecided } = release;
    expect(releaseSection([undecided]).at(-1)).toContain("| rolled back |  | 1 809 | 46 |  | 0 | 6 034 |");
  });

  it("is in the proof only if there are releases", () => {
    const run = { command: "", driver: "direct", kubernetes: "v1", date: "today", minutes: 1 };
    expect(proof(run, [], [], [release])).toContain("## Releases that the driver decided");
    expect(proof(run, [], [])).not.toContain("## Releases");
  });
});

describe("checks", () => {
  it("counts each release as a test", () => {
    expect(checks([], [], [], [release, failed])).toMatchObject({ numPassedTests: 1, numFailedTests: 1 });
  });
});
