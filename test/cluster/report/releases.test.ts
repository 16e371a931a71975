import { describe, expect, it } from "vitest";
import type { ReleaseResult } from "../release/result.js";
import { runOf as anyRun, RELEASE } from "./examples.js";
import type { ResultFile } from "./file.js";
import { proof } from "./proof.js";
import { releaseSections } from "./releases.js";
import { checks } from "./result.js";

const release: ReleaseResult = { ...RELEASE, scenario: "release driver: errors" };
const failed: ReleaseResult = { ...release, failed: ["lost 1"] };

const runOf = (driver: "pulumi" | "direct", ...releases: ReleaseResult[]): ResultFile =>
  anyRun({ command: `test --driver ${driver}`, driver, releases });

describe("releaseSections", () => {
  it("shows the verdict, its time and whom the version hurt", () => {
    const rows = releaseSections([runOf("direct", release)])
      .at(-1)
      ?.split("\n");
    expect(rows?.at(-1)).toBe("| errors | `errors` | rolled back | 40 s | 1 809 | 46 | 50 | 0 | 6 034 |");
  });

  it("leaves a cell empty that has no number", () => {
    const { seconds: _, forecast: __, ...undecided } = release;
    expect(releaseSections([runOf("direct", undecided)]).at(-1)).toContain(
      "| rolled back |  | 1 809 | 46 |  | 0 | 6 034 |",
    );
  });

  it("shows what the CLI ran apart from what it did not", () => {
    const text = releaseSections([runOf("direct", release), runOf("pulumi", release)]).join("\n");
    expect(text.match(/^### .*|`test .*`/gm)).toEqual([
      ...["### With the Pulumi CLI", "`test --driver pulumi`"],
      ...["### Without the Pulumi CLI", "`test --driver direct`"],
    ]);
    expect(releaseSections([runOf("pulumi", release)]).join()).not.toContain("Without the Pulumi CLI");
  });

  it("sums up all runs, and leaves out the connections of a version that loses them", () => {
    const lost = { ...release.counts, lost: { reset: 3 } };
    const crash = { ...release, loses: true, counts: lost };
    const [, all] = releaseSections([runOf("direct", release, crash), runOf("pulumi", release)]);
    expect(all).toContain("**All 3 scenarios ended as they must, and 0 of 12 068 connections were lost**");
    expect(all).toContain("The real Pulumi CLI ran 1 of 1 different scenarios.");
    const [, some] = releaseSections([runOf("direct", release, { ...failed, counts: lost })]);
    expect(some).toContain("**1 of 2 scenarios ended as they must, and 3 of 12 068 connections were lost**");
  });

  it("says when a run was ended early", () => {
    const early = { ...runOf("direct", release), whole: false };
    expect(releaseSections([early]).join()).toContain("which was ended early,");
    const crashed = { ...early, crashes: ["Error: no\nnode"] };
    expect(releaseSections([crashed])[1]).toContain("**1 of 2 scenarios ended as they must");
    expect(releaseSections([crashed]).join()).toContain('which was ended early, by "Error: no node",');
    expect(releaseSections([runOf("direct", release)]).join()).not.toContain("early");
  });

  it("is in the proof only if there are releases", () => {
    expect(proof(runOf("direct", release))).toContain("## Releases that the driver decided");
    expect(proof(runOf("direct"))).not.toContain("## Releases");
  });
});

describe("checks", () => {
  it("counts each release as a test", () => {
    expect(checks(runOf("direct", release, failed))).toMatchObject({ numPassedTests: 1, numFailedTests: 1 });
  });
});
