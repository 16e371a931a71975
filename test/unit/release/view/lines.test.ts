import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IndicatorStatus, ReleaseStatus } from "../../../../src/release/driver/model.js";
import { changedLines } from "../../../../src/release/view/lines.js";
import { LEAKS, statuses } from "./arbitrary.js";
import { failing, going, idle, MINUTE, NOW, waiting } from "./statuses.js";

const [errors, slow] = going.indicators as [IndicatorStatus, IndicatorStatus];

/** The status some seconds later. */
function later(seconds: number, changes: Partial<ReleaseStatus> = {}): ReleaseStatus {
  return { ...going, now: NOW + seconds * 1000, ...changes };
}

describe("the lines of a log", () => {
  it("begin with where the release is", () => {
    expect(changedLines(undefined, going)).toEqual([
      "2026-01-02T14:30:00Z CanaryDeployment myapp v1 → v2 on stack prod: step 3 of 5: 25 %, for 6 min",
      "2026-01-02T14:30:00Z last update 14 succeeded: weight 10 → 25: errors passed, slow passed",
      "2026-01-02T14:30:00Z 23.1 % of new connections to v2, 25 % asked",
      "2026-01-02T14:30:00Z errors undecided: canary 31 of 4 120 (0.75 %), stable 92 of 12 380 (0.74 %); worse 3.1 of 100, good 12 of 20; passes in about 4 min if healthy: 8 300 more requests",
      "2026-01-02T14:30:00Z slow passed: canary 4 of 4 118 (0.10 %), stable 21 of 12 377 (0.17 %); worse 0.2 of 100, good 26 of 20; twice as bad is ruled out, at 26 of 20",
      "2026-01-02T14:30:00Z pods passed: 3 of 3 canary pods are ready, none has restarted",
      "2026-01-02T14:30:00Z next: goes to 50 % when errors has passed and someone has approved, at 14:34 at the earliest",
      "2026-01-02T14:30:00Z deadline 15:50:00 UTC",
    ]);
    expect(changedLines(undefined, idle)).toEqual([
      "2026-01-02T14:30:00Z CanaryDeployment myapp v1 on stack prod: no release: there is no new version",
      "2026-01-02T14:30:00Z there is evidence while the release is at a step",
      "2026-01-02T14:30:00Z pods passed: 3 of 3 canary pods are ready, none has restarted",
      "2026-01-02T14:30:00Z next: set canaryVersion to start a release",
    ]);
  });

  it("are none while nothing changes but numbers", () => {
    const next = "goes to 50 % when errors has passed and someone has approved, at 14:35 at the earliest";
    const counting = { ...errors, canary: { bad: 33, total: 4900 }, reason: "not ruled out, at 13 of 20" };
    expect(changedLines(going, later(15, { next, indicators: [counting, slow] }))).toEqual([]);
    expect(changedLines(going, going)).toEqual([]);
  });

  it("have the numbers of what is open every minute", () => {
    const lines = changedLines(later(55), later(65));
    expect(lines).toEqual([
      "2026-01-02T14:31:05Z errors undecided: canary 31 of 4 120 (0.75 %), stable 92 of 12 380 (0.74 %); worse 3.1 of 100, good 12 of 20; passes in about 4 min if healthy: 8 300 more requests",
    ]);
  });

  it("name a decision, the step that it leads to, and the new share", () => {
    const steps = going.steps.map((step, at) =>
      at === 2
        ? { ...step, state: "done" as const }
        : at === 3
          ? { ...step, state: "now" as const, from: NOW + 20_000 }
          : step,
    );
    const made = { at: NOW, version: 15, succeeded: true, text: "weight 25 → 50: errors passed" };
    const refused = {
      at: NOW,
      version: 16,
      succeeded: false,
      text: "weight 25 → 50: the update was refused",
    };
    const after = later(30, {
      steps,
      asked: 50,
      achieved: 50,
      decisions: [refused, made, ...going.decisions],
    });
    expect(changedLines(going, after)).toEqual([
      "2026-01-02T14:30:30Z 15 succeeded: weight 25 → 50: errors passed",
      "2026-01-02T14:30:30Z 16 failed: weight 25 → 50: the update was refused",
      "2026-01-02T14:30:30Z step 4 of 5: 50 %, for 10 s",
      "2026-01-02T14:30:30Z 50 % of new connections to v2, as asked",
    ]);
  });

  it("name a step whose pods become ready", () => {
    const steps = going.steps.map((step, at) => (at === 2 ? { ...step, from: undefined } : step));
    expect(changedLines({ ...going, steps }, later(5))).toEqual([
      "2026-01-02T14:30:05Z step 3 of 5: 25 %, for 6 min",
    ]);
    expect(changedLines(undefined, { ...going, steps })[0]).toMatch(/step 3 of 5: 25 %, not ready yet$/);
  });

  it("name each verdict that changes, and each new reason why one cannot be read", () => {
    const unreadable = (reason: string): IndicatorStatus => ({ ...errors, verdict: "error", reason });
    const pods = { verdict: "undecided", reason: "2 of 3 ready" } as const;
    const first = later(5, { indicators: [unreadable("timeout after 10 s"), slow], pods });
    const same = later(10, { indicators: [unreadable("timeout after 30 s"), slow], pods });
    const other = later(15, { indicators: [unreadable("answers 422"), slow], pods });
    expect(changedLines(going, first)).toEqual([
      "2026-01-02T14:30:05Z errors cannot be read: timeout after 10 s",
      "2026-01-02T14:30:05Z pods undecided: 2 of 3 ready",
    ]);
    expect(changedLines(first, same)).toEqual([]);
    expect(changedLines(same, other)).toEqual(["2026-01-02T14:30:15Z errors cannot be read: answers 422"]);
    expect(changedLines(going, later(20, { indicators: failing.indicators }))[0]).toMatch(
      /^2026-01-02T14:30:20Z errors failed: 41 of 820 /,
    );
  });

  it("name another reason to wait, a phase, and the end of the time", () => {
    const changes = { phase: "waiting", next: "waits for approval of 50 %" } as const;
    expect(changedLines(going, later(5, changes))).toEqual([
      "2026-01-02T14:30:05Z step 3 of 5: 25 %, for 6 min, waiting for approval of 50 %",
      "2026-01-02T14:30:05Z next: waits for approval of 50 %",
    ]);
    const short = { ...going, deadline: NOW + MINUTE / 2 };
    expect(changedLines(short, { ...short, now: NOW + MINUTE / 2 })).toEqual([
      "2026-01-02T14:30:30Z the deadline has passed",
    ]);
  });

  it("bear every status, one line each", () => {
    fc.assert(
      fc.property(fc.option(statuses, { nil: undefined }), statuses, (before, after) => {
        for (const line of changedLines(before, after)) {
          expect(line).not.toMatch(LEAKS);
          expect(line).not.toContain("\n");
        }
      }),
    );
    expect(changedLines(going, waiting).length).toBeGreaterThan(0);
  });
});
