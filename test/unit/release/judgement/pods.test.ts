import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgePods, type SidePods } from "../../../../src/release/judgement/pods.js";

const NOW = Date.parse("2026-11-25T10:00:00Z");

function side(pods: number, more: Partial<SidePods> = {}): SidePods {
  return { pods, ready: pods, crashes: 0, outOfMemory: 0, reasons: [], ...more };
}

/** The verdict on a canary next to ten stable pods without a crash. */
function judged(canary: SidePods, stable = side(10), wanted = canary.pods) {
  return judgePods({ canary, stable }, { stable: { pods: stable.pods }, canary: { pods: wanted } }, NOW);
}

describe("pods of the new version", () => {
  it("pass where all are ready and none has crashed", () => {
    expect(judged(side(2))).toEqual({
      verdict: "pass",
      reason: "all 2 pods of the new version are ready, and none has crashed",
    });
    expect(judged(side(1)).reason).toBe("the pod of the new version is ready, and none has crashed");
  });

  it("pass after one crash, and fail after the second", () => {
    expect(judged(side(2, { crashes: 1 }))).toEqual({
      verdict: "pass",
      reason:
        "all 2 pods of the new version are ready; 1 crash in 2 pods of the new version, 0 crashes in 10 pods of the stable side",
    });
    expect(judged(side(2, { crashes: 2 }))).toEqual({
      verdict: "fail",
      reason:
        "2 crashes in 2 pods of the new version, 0 crashes in 10 pods of the stable side: more for each pod",
    });
  });

  it("are compared with the stable side for each pod", () => {
    const canary = side(2, { crashes: 4 });
    expect(judged(canary, side(10, { crashes: 19 })).verdict).toBe("fail");
    expect(judged(canary, side(10, { crashes: 20 })).verdict).toBe("pass");
    expect(judged(canary, side(0, { crashes: 4 })).verdict).toBe("pass");
    expect(judged(canary, side(0)).verdict).toBe("fail");
  });

  it("fail in a crash loop, whatever the stable side does", () => {
    const reasons = ["CrashLoopBackOff: Error: exit code 1, 4 restarts (pod a)"];
    const canary = side(2, { ready: 1, crashes: 1, crashLooping: 1, reasons });
    const { verdict, reason } = judged(canary, side(10, { crashes: 100, crashLooping: 10 }));
    expect(verdict).toBe("fail");
    expect(reason).toBe(`1 pod of the new version is in a crash loop: ${reasons[0]}`);
  });

  it("fail after one kill for lack of memory, unless the stable side has them too", () => {
    const canary = side(2, { crashes: 1, outOfMemory: 1 });
    expect(judged(canary)).toEqual({
      verdict: "fail",
      reason: "the new version ran out of memory once, the stable side never",
    });
    expect(judged(canary, side(10, { crashes: 1, outOfMemory: 1 })).verdict).toBe("pass");
    expect(judged(side(2, { crashes: 2, outOfMemory: 2 })).reason).toContain("ran out of memory 2 times");
  });

  it("are waited for while they are not ready, for two minutes", () => {
    const reasons = ["Unhealthy: the readiness probe has not succeeded yet (pod a)"];
    const unready = (milliseconds: number) =>
      judged(side(2, { ready: 1, reasons, unreadySince: NOW - milliseconds }));
    expect(unready(120_000)).toEqual({
      verdict: "undecided",
      reason: `1 of 2 pods of the new version is ready: ${reasons[0]}`,
    });
    expect(unready(120_001)).toEqual({
      verdict: "fail",
      reason: `a pod of the new version is not ready for 121 s, longer than 120 s: ${reasons[0]}`,
    });
    expect(judged(side(2, { ready: 1, reasons: [] })).verdict).toBe("undecided");
  });

  it("are waited for while there are fewer than wanted, or none", () => {
    expect(judged(side(2), side(10), 3)).toEqual({
      verdict: "undecided",
      reason: "2 of 3 pods of the new version are ready",
    });
    expect(judged(side(0), side(10), 0)).toEqual({
      verdict: "undecided",
      reason: "the new version has no pods",
    });
  });

  it("are in error where they cannot be read, whatever is known of them", () => {
    const reading = { canary: side(1, { crashLooping: 1 }), stable: side(1), problem: "forbidden" };
    const wanted = { canary: { pods: 1 }, stable: { pods: 1 } };
    expect(judgePods(reading, wanted, NOW)).toEqual({ verdict: "error", reason: "forbidden" });
  });

  it("never pass with more crashes where they failed with fewer", () => {
    const sides = fc.record({ pods: fc.nat(20), crashes: fc.nat(20), outOfMemory: fc.nat(2) });
    fc.assert(
      fc.property(sides, sides, fc.nat(5), (canary, stable, more) => {
        const verdict = (crashes: number) =>
          judged(side(canary.pods, { ...canary, crashes }), side(stable.pods, stable)).verdict;
        if (verdict(canary.crashes) === "fail") expect(verdict(canary.crashes + more)).toBe("fail");
      }),
    );
  });
});
