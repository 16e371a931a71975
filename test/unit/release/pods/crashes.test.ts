import { describe, expect, it } from "vitest";
import type { LivePod } from "../../../../src/cluster/objects.js";
import { crashesOf } from "../../../../src/release/pods/crashes.js";
import { createdAt, ended, looping, OOM, PERIOD, running } from "./pods.js";

const crashes = (pod: LivePod) => crashesOf(pod, PERIOD).crashes;
const last = (terminated: object) => ({ lastState: { terminated } });

describe("crashes of a pod", () => {
  it("are none where it never restarted, or has no status yet", () => {
    expect(crashesOf(running(), PERIOD)).toEqual({ crashes: 0, outOfMemory: 0 });
    expect(crashesOf({}, PERIOD)).toEqual({ crashes: 0, outOfMemory: 0 });
  });

  it("are all restarts of a pod that is as young as the release", () => {
    expect(crashes(running({ restartCount: 1, ...last(ended("10:30:00")) }))).toBe(1);
    expect(crashes(running({ restartCount: 5, ...last(ended("10:30:00")) }))).toBe(5);
  });

  it("are all of them too where the clock of the cluster is ahead", () => {
    const pod = running({ restartCount: 5, lastState: { terminated: ended("11:00:30") } }, "11:00:10");
    expect(crashes(pod)).toBe(5);
  });

  it("count the end after the last restart too", () => {
    expect(crashes(looping(ended("10:30:00"), 0))).toBe(1);
    expect(crashes(looping(ended("10:30:00"), 4))).toBe(5);
    const between = { ready: false, state: { terminated: ended("10:30:00") }, ...last(ended("10:20:00")) };
    expect(crashes(running({ ...between, restartCount: 1 }))).toBe(2);
    expect(crashes(running({ ...between, restartCount: 4 }))).toBe(5);
  });

  it("are those since the start of the release", () => {
    const older = (at: string) => crashes(running({ restartCount: 1, ...last(ended(at)) }, "08:00:00"));
    expect(older("09:59:59")).toBe(0);
    expect(older("10:00:00")).toBe(1);
  });

  it("begin with the second in which the release began", () => {
    const pod = running({ restartCount: 1, ...last(ended("10:00:00")) });
    expect(crashesOf(pod, { ...PERIOD, since: PERIOD.since + 700 }).crashes).toBe(1);
  });

  it("of an older pod are as many as its restarts give for the time of the release", () => {
    const older = (restartCount: number, at = "10:50:00", created = "01:00:00") =>
      crashes(running({ restartCount, ...last(ended(at)) }, created));
    expect(older(100)).toBe(10);
    expect(older(5)).toBe(1);
    expect(older(100, "09:50:00")).toBe(0);
    expect(older(3, "10:50:00", "09:59:00")).toBe(2);
  });

  it("are no ends with exit code 0, also where the container restarts", () => {
    const completed = (at: string) => ended(at, { exitCode: 0, reason: "Completed" });
    expect(crashes(running({ restartCount: 3, ...last(completed("10:30:00")) }))).toBe(0);
    const mixed = { state: { terminated: completed("10:30:00") }, ...last(ended("10:20:00")) };
    expect(crashes(running({ restartCount: 2, ...mixed }))).toBe(2);
  });

  it("are ends by a signal", () => {
    expect(
      crashes(running({ restartCount: 1, ...last(ended("10:30:00", { exitCode: 0, signal: 11 })) })),
    ).toBe(1);
    expect(crashes(running({ restartCount: 1, ...last(ended("10:30:00", { exitCode: 139 })) }))).toBe(1);
  });

  it("are no ends that the node did not see", () => {
    const unseen = ended("10:30:00", { exitCode: 137, reason: "ContainerStatusUnknown" });
    expect(crashes(running({ restartCount: 1, ...last(unseen) }))).toBe(0);
    const rebooted = ended("10:30:00", { exitCode: 255, reason: "Unknown" });
    expect(crashes(running({ restartCount: 1, ...last(rebooted) }))).toBe(0);
  });

  it("count init containers and sidecars too", () => {
    const base = running({ restartCount: 1, ...last(ended("10:30:00")) });
    const init = [
      {
        name: "migrate",
        restartCount: 1,
        state: { terminated: ended("10:10:00", { exitCode: 0 }) },
        ...last(ended("10:05:00")),
      },
      { name: "proxy", restartCount: 2, state: { running: {} }, ...last(ended("10:40:00", OOM)) },
    ];
    const pod = { ...base, status: { ...base.status, initContainerStatuses: init } };
    expect(crashesOf(pod, PERIOD)).toEqual({ crashes: 4, outOfMemory: 1 });
  });

  it("are no ends of a pod that is deleted, but those before", () => {
    const deleted = (at: string): LivePod => {
      const base = running({ ready: false, state: { terminated: ended(at, { exitCode: 143 }) } });
      const metadata = {
        ...base.metadata,
        deletionTimestamp: "2026-11-25T10:31:00Z",
        deletionGracePeriodSeconds: 60,
      };
      return { ...base, metadata };
    };
    expect(crashes(deleted("10:30:00"))).toBe(0);
    expect(crashes(deleted("10:30:40"))).toBe(0);
    expect(crashes(deleted("10:29:59"))).toBe(1);
  });

  it("are no ends of a pod that its node gave up, but those before", () => {
    const base = running({ state: { terminated: ended("10:30:00", { exitCode: 137 }) } });
    const evicted = (status: object) => ({ ...base, status: { ...base.status, phase: "Failed", ...status } });
    expect(crashes(evicted({ reason: "Evicted" }))).toBe(0);
    expect(crashes(evicted({}))).toBe(1);
    const [status] = base.status?.containerStatuses ?? [];
    const before = { containerStatuses: [{ ...status, restartCount: 1, ...last(ended("10:20:00")) }] };
    expect(crashes(evicted({ reason: "Evicted", ...before }))).toBe(2);
  });

  it("for lack of memory are counted as such", () => {
    const pod = running({
      restartCount: 2,
      state: { terminated: ended("10:30:00", OOM) },
      ...last(ended("10:20:00")),
    });
    expect(crashesOf(pod, PERIOD)).toEqual({ crashes: 3, outOfMemory: 1 });
    expect(crashesOf(createdAt(pod, "09:00:00"), PERIOD).outOfMemory).toBe(1);
  });
});
