import type { LiveEvent } from "../../cluster/objects.js";
import { conditionOf, type LiveContainerStatus, type LivePod } from "../../cluster/objects.js";
import { type PodState, podState } from "../../cluster/pods.js";
import { notReadyReasons } from "../../cluster/rolloutText.js";
import type { SidePods } from "../driver/ports.js";
import { crashesOf, type Period } from "./crashes.js";

/** What the pods of one side did in the period, from what a cluster answers. */
export function sidePods(
  pods: readonly LivePod[],
  events: ReadonlyMap<LivePod, readonly LiveEvent[]>,
  period: Period,
): SidePods {
  // Kubernetes replaces a pod that ended, and keeps it only for its log.
  const present = pods
    .filter(({ status }) => status?.phase !== "Failed" && status?.phase !== "Succeeded")
    .map((pod) => ({ pod, state: podState(pod, events.get(pod), period.now) }))
    .filter(({ state }) => !state.ending);
  const crashes = pods.map((pod) => crashesOf(pod, period));
  const unready = present.flatMap(({ pod, state }) => unreadySince(pod, state) ?? []);
  return {
    pods: present.length,
    ready: present.filter(({ state }) => state.ready).length,
    crashes: crashes.reduce((sum, one) => sum + one.crashes, 0),
    outOfMemory: crashes.reduce((sum, one) => sum + one.outOfMemory, 0),
    crashLooping: present.filter(({ pod }) => isCrashLooping(pod)).length,
    unreadySince: unready.length === 0 ? undefined : Math.min(...unready),
    reasons: notReadyReasons(present.map(({ state }) => state)),
  };
}

function isCrashLooping({ status }: LivePod): boolean {
  const loops = ({ state }: LiveContainerStatus) => state?.waiting?.reason === "CrashLoopBackOff";
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].some(loops);
}

/** A pod that waits for a node, or whose node is lost, is not ready through no fault of its version. */
function unreadySince({ metadata, status }: LivePod, { ready, reason }: PodState): number | undefined {
  const scheduled = conditionOf(status?.conditions, "PodScheduled")?.status === "True";
  if (ready || !scheduled || reason?.reason === "NodeNotReady") return undefined;
  const changed = conditionOf(status?.conditions, "Ready")?.lastTransitionTime;
  const since = Date.parse(changed ?? metadata?.creationTimestamp ?? "");
  return Number.isNaN(since) ? undefined : since;
}
