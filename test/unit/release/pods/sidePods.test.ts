import { describe, expect, it } from "vitest";
import type { LiveEvent, LivePod } from "../../../../src/cluster/objects.js";
import { sidePods } from "../../../../src/release/pods/sidePods.js";
import { CREATING, pod, READY, unschedulable } from "../../cluster/liveObjects.js";
import { createdAt, ended, looping, PERIOD, running } from "./pods.js";

const of = (pods: readonly LivePod[], events: ReadonlyMap<LivePod, LiveEvent[]> = new Map()) =>
  sidePods(pods, events, PERIOD);

/** A pod that is not ready since a time of the day. */
function unready(name: string, at?: string): LivePod {
  const base = createdAt(pod(name, { ready: false, started: true, state: { running: {} } }), "10:01:00");
  const ready = { type: "Ready", status: "False", ...(at && { lastTransitionTime: `2026-11-25T${at}Z` }) };
  const conditions = [{ type: "PodScheduled", status: "True" }, ready];
  return { ...base, status: { ...base.status, conditions } };
}

function changed(base: LivePod, metadata: object, status: object = {}): LivePod {
  return { ...base, metadata: { ...base.metadata, ...metadata }, status: { ...base.status, ...status } };
}

describe("the pods of one side", () => {
  it("are counted, with their crashes and nothing else where all are ready", () => {
    expect(
      of([running(), running({ restartCount: 1, lastState: { terminated: ended("10:30:00") } })]),
    ).toEqual({
      pods: 2,
      ready: 2,
      crashes: 1,
      outOfMemory: 0,
      crashLooping: 0,
      unreadySince: undefined,
      reasons: [],
    });
    expect(of([])).toMatchObject({ pods: 0, ready: 0, crashes: 0 });
  });

  it("are without those that are deleted or replaced, whose crashes still count", () => {
    const crashed = running({ restartCount: 1, lastState: { terminated: ended("10:30:00") } });
    const deleted = changed(crashed, {
      deletionTimestamp: "2026-11-25T11:00:20Z",
      deletionGracePeriodSeconds: 30,
    });
    const evicted = changed(running(), {}, { phase: "Failed", reason: "Evicted" });
    expect(of([running(), deleted, evicted])).toMatchObject({ pods: 1, ready: 1, crashes: 1, reasons: [] });
  });

  it("are in a crash loop where a container of them waits for its restart", () => {
    const loop = looping(ended("10:30:00"), 4);
    expect(of([loop, running()])).toMatchObject({
      pods: 2,
      ready: 1,
      crashes: 5,
      crashLooping: 1,
      reasons: ["CrashLoopBackOff: Error: exit code 1, 4 restarts (pod a)"],
    });
    const init = changed(pod("b", CREATING), {}, { initContainerStatuses: loop.status?.containerStatuses });
    expect(of([init]).crashLooping).toBe(1);
  });

  it("are not ready since the first of them stopped being ready", () => {
    const since = (...pods: LivePod[]) => of(pods).unreadySince;
    expect(since(running(), unready("b", "10:50:00"), unready("c", "10:40:00"))).toBe(
      Date.parse("2026-11-25T10:40:00Z"),
    );
    expect(since(unready("b"))).toBe(Date.parse("2026-11-25T10:01:00Z"));
  });

  it("do not count as such while they wait for a node, or where the node is lost", () => {
    expect(of([createdAt(unschedulable("b"), "10:01:00")])).toMatchObject({
      pods: 1,
      ready: 0,
      unreadySince: undefined,
      reasons: [expect.stringMatching(/^Unschedulable: 0\/3 nodes are available/)],
    });
    const base = running();
    const status = {
      conditions: [
        { type: "PodScheduled", status: "True" },
        { type: "Ready", status: "False" },
      ],
    };
    const lost = changed(base, {}, { ...status, reason: "NodeLost" });
    expect(of([lost])).toMatchObject({
      ready: 0,
      unreadySince: undefined,
      reasons: ["NodeNotReady: node node-1 does not answer (pod a)"],
    });
  });

  it("have one reason for several pods, with what events know", () => {
    const [b, c] = [unready("myapp-b", "10:50:00"), unready("myapp-c", "10:50:00")];
    const event = (message: string) => [{ type: "Warning", reason: "Unhealthy", message }];
    const answers = event("Readiness probe failed: HTTP probe failed with statuscode: 503");
    const events = new Map([
      [b, answers],
      [c, answers],
    ]);
    expect(of([pod("a", READY), b, c], events).reasons).toEqual([
      "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503 (pod myapp-b and 1 more)",
    ]);
  });
});
