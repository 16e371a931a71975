import type { LiveContainerStatus, LivePod, LiveTerminated } from "../../cluster/objects.js";

/** Containers of a pod that ended with an error. */
export interface Crashes {
  readonly crashes: number;
  /** Those of them that the kernel ended for lack of memory. */
  readonly outOfMemory: number;
}

/** From the start of a release until now, in milliseconds since 1970. */
export interface Period {
  readonly since: number;
  readonly now: number;
}

/**
 * The containers of a pod that ended with an error in the period: every container, init containers and sidecars too.
 *
 * Kubernetes keeps how often a container restarted, but only its last two ends. The ends before count like the oldest one that
 * is known. Of a pod that is older than the release, as many of them count as its restarts, spread over its life, give for the
 * period: a stable side that crashes every hour is not taken for one that crashed twice.
 *
 * No error is: exit code 0; the end of a pod that is deleted, or that its node gave up; and an end that the node did not see.
 */
export function crashesOf(pod: LivePod, period: Period): Crashes {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const counts = [...initContainerStatuses, ...containerStatuses].map((status) =>
    containerCrashes(status, pod, period),
  );
  return counts.reduce(
    (a, b) => ({ crashes: a.crashes + b.crashes, outOfMemory: a.outOfMemory + b.outOfMemory }),
    { crashes: 0, outOfMemory: 0 },
  );
}

function containerCrashes(status: LiveContainerStatus, pod: LivePod, period: Period): Crashes {
  const last = status.state?.terminated;
  const before = status.lastState?.terminated;
  // Kubernetes writes whole seconds.
  const since = Math.floor(period.since / 1000) * 1000;
  const until = deletedAt(pod);
  const counts = (end: LiveTerminated) => {
    const at = Date.parse(end.finishedAt ?? "");
    return isError(end) && at >= since && at < until;
  };
  // The end of a pod that its node gave up is not the container's own.
  const known = [...(last && !isGivenUp(pod) ? [last] : []), ...(before ? [before] : [])];
  const errors = known.filter(counts);
  const oldest = known.at(-1);
  const earlier =
    oldest && counts(oldest) ? earlierEnds(status, known.length, errors.length, pod, period) : 0;
  return {
    crashes: errors.length + earlier,
    outOfMemory: errors.filter(({ reason }) => reason === "OOMKilled").length,
  };
}

/** Ends in the period before those that are known. */
function earlierEnds(
  { state, restartCount = 0 }: LiveContainerStatus,
  known: number,
  errors: number,
  pod: LivePod,
  { since, now }: Period,
): number {
  // A container that waits for its next restart, or that has ended, has one end more than restarts.
  const ends = state?.running ? restartCount : restartCount + 1;
  const unknown = Math.max(0, ends - known);
  const created = Date.parse(pod.metadata?.creationTimestamp ?? "");
  if (created >= since) return unknown;
  const expected = Math.floor((ends * (now - since)) / (now - created));
  return Math.min(unknown, Math.max(0, (Number.isNaN(expected) ? 0 : expected) - errors));
}

function isError({ exitCode, signal = 0, reason }: LiveTerminated): boolean {
  const unseen = reason === "ContainerStatusUnknown" || (exitCode === 255 && reason === "Unknown");
  return !unseen && (signal !== 0 || (exitCode ?? 0) !== 0);
}

/** When the deletion of a pod was asked for: from then on, its containers end as they should. */
function deletedAt({ metadata }: LivePod): number {
  if (metadata?.deletionTimestamp === undefined) return Number.POSITIVE_INFINITY;
  return Date.parse(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 30) * 1000;
}

/** Evicted, preempted, or on a node that shut down. */
function isGivenUp({ status }: LivePod): boolean {
  return status?.phase === "Failed" && status.reason !== undefined;
}
