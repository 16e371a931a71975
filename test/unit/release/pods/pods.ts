import type { LiveContainerStatus, LivePod, LiveTerminated } from "../../../../src/cluster/objects.js";
import { pod, READY, waiting } from "../../cluster/liveObjects.js";

/** The release runs for an hour. */
export const SINCE = Date.parse("2026-11-25T10:00:00Z");
export const NOW = Date.parse("2026-11-25T11:00:00Z");
export const PERIOD = { since: SINCE, now: NOW };

/** An end of a container at a time of the day. */
export function ended(at: string, more: LiveTerminated = { exitCode: 1, reason: "Error" }): LiveTerminated {
  return { finishedAt: `2026-11-25T${at}Z`, ...more };
}

export const OOM: LiveTerminated = { exitCode: 137, reason: "OOMKilled" };

/** A ready pod of the release, with these fields of its container's status. */
export function running(status: LiveContainerStatus = {}, created = "10:01:00"): LivePod {
  return createdAt(pod("a", { ...READY, ...status }), created);
}

/** A pod of the release in a crash loop. */
export function looping(last: LiveTerminated, restartCount: number): LivePod {
  return createdAt(
    pod("a", { ...waiting("CrashLoopBackOff"), restartCount, lastState: { terminated: last } }),
    "10:01:00",
  );
}

export function createdAt(of: LivePod, time: string): LivePod {
  return { ...of, metadata: { ...of.metadata, creationTimestamp: `2026-11-25T${time}Z` } };
}
