import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutMarks } from "../../../../src/preview/screen/ascii.js";
import { colored } from "../../../../src/preview/screen/style.js";
import type { ReleaseStatus } from "../../../../src/release/driver/model.js";
import { releaseText } from "../../../../src/release/view/text.js";
import { LEAKS, statuses } from "./arbitrary.js";
import { crowded, failing, going, idle, NOW, waiting } from "./statuses.js";

const shown = (status: ReleaseStatus, width = 100) => releaseText(status, { width });

describe("the screen of a release", () => {
  it.each([60, 100, 200])("fits %i columns", async (width) => {
    const screens = [going, failing, waiting, idle, crowded].map((status) => shown(status, width));
    expect(screens.flat().filter((line) => Array.from(line).length > width)).toEqual([]);
    const text = screens.map((lines) => lines.join("\n")).join(`\n\n${"=".repeat(width)}\n\n`);
    await expect(`${text}\n`).toMatchFileSnapshot(`screens/release-${width}.txt`);
  });

  it("has the same text with colors, and marks what failed", () => {
    for (const status of [going, failing, waiting, idle, crowded]) {
      const lines = releaseText(status, { width: 100, paint: colored });
      expect(lines.map(stripVTControlCharacters)).toEqual(shown(status));
    }
    const lines = releaseText(failing, { width: 100, paint: colored });
    expect(lines.filter((line) => line.includes("\u001b[31m")).map(stripVTControlCharacters)).toEqual([
      "rolled back: v1 gets all new connections",
      "! errors failed: 41 of 820 canary requests failed (5.0 %), 61 of 8 150 of the stable version",
      "  (0.75 %)",
      "! pods failed: 1 of 3 canary pods was killed for lack of memory",
      "! slow cannot be read: Prometheus at http://prometheus:9090 answers 422: parse error: unexpected",
      '  "}"; correct evidence.indicators[1].histogram',
      "✓ 2 %   ✗ 10 %   25 %   50 % (approval)   100 %",
      "errors   failed       canary 41 of 820 (5.0 %)   stable 61 of 8 150 (0.75 %)   looks 6.7× as bad",
      "slow     unreadable   canary no requests         stable no requests",
      "  14:22:00   failed: weight 10 → 25: the update was refused",
    ]);
  });

  it("needs no characters but ASCII where the terminal has no others", () => {
    const text = [going, failing, waiting].flatMap((status) => shown(status).map(withoutMarks)).join("\n");
    expect(text).toMatch(/^[ -~\n]*$/);
    expect(text).toContain("+ 2 %   + 10 %   > 25 % (at least 10 min)   50 % (approval)   100 %");
    expect(text).toContain("worse [#####...............| 3.1 of 100");
  });

  it("has no limit in a pipe, except for prose", () => {
    const lines = shown(crowded, Number.POSITIVE_INFINITY);
    expect(lines).toContain(
      "CanaryDeployment zahlungsabwicklung-größe-東京-🚀   sha-3f2a9c41d7be → sha-9b1c0d2e3f4a-release-candidate-with-a-long-name   stack prod",
    );
  });

  it.each<[ReleaseStatus["phase"], string]>([
    ["ready", "ready to begin"],
    ["going", "step 3 of 5: 25 %, for 6 min"],
    ["waiting", "step 3 of 5: 25 %, for 6 min, waiting for approval of 50 %"],
    ["interrupted", "interrupted: an update did not end; the same one runs again first"],
    ["promoted", "promoted: v2 gets all new connections"],
    ["rolledBack", "rolled back: v1 gets all new connections"],
    ["stopped", "stopped: something else has changed the release, so a person must look"],
    ["idle", "no release: there is no new version"],
  ])("names the phase %s", (phase, words) => {
    expect(shown({ ...going, phase })[1]).toBe(words);
  });

  it("shows a deadline that is over, unless the release is", () => {
    const late = { ...going, deadline: NOW - 60_000 };
    expect(shown(late)).toContain("deadline  passed 1 min ago, at 14:29:00 UTC");
    expect(shown({ ...late, phase: "promoted" }).join("\n")).not.toContain("deadline");
  });

  it("shows that there is no evidence yet, and that only the pods count", () => {
    const lines = shown({ ...going, indicators: [], pods: undefined });
    expect(lines).toContain("evidence counts from the first step on");
    expect(shown({ ...going, indicators: [] })).toContain("no indicators: only the pods are judged");
  });

  it("names what a verdict still needs", () => {
    const [errors] = going.indicators;
    const needs = (requests: number, seconds: number | undefined) =>
      errors ? shown({ ...going, indicators: [{ ...errors, needs: { requests, seconds } }] }) : [];
    expect(needs(1, 12)).toContain("  passes in about 12 s if healthy: 1 more request");
    expect(needs(8300, undefined)).toContain(
      "  passes after about 8 300 more requests if healthy; there is no traffic now",
    );
    const passed = errors && { ...errors, verdict: "pass" as const };
    expect(shown({ ...going, indicators: passed ? [passed] : [] }).join("\n")).not.toContain("if healthy");
    expect(needs(Number.POSITIVE_INFINITY, undefined)).toContain(
      "  does not pass at this share, even if healthy",
    );
  });

  it("bears every status: no line is too long, and no number is lost", () => {
    fc.assert(
      fc.property(statuses, fc.integer({ min: 40, max: 220 }), (status, width) => {
        const lines = shown(status, width);
        expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
        expect(lines.join("\n")).not.toMatch(LEAKS);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(lines.join("")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });
});
