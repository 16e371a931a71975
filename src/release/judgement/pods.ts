import type { Verdict } from "./counts.js";

/** What the pods of both sides did since the start of the release. */
export interface PodsReading {
  readonly stable: SidePods;
  readonly canary: SidePods;
  /** Why they cannot be read, and what to do. */
  readonly problem?: string | undefined;
}

/** The pods of one side. */
export interface SidePods {
  /** Pods that are there, without those that are being deleted. */
  readonly pods: number;
  readonly ready: number;
  /** Containers that ended with an error since the start of the release. */
  readonly crashes: number;
  /** Those of them that the kernel ended for lack of memory. */
  readonly outOfMemory: number;
  /** Pods of which a container crashes again and again, so that Kubernetes waits before it restarts it. Default: 0. */
  readonly crashLooping?: number | undefined;
  /**
   * Since when the first pod that is not ready now is not ready, in milliseconds since 1970. Undefined where all are ready,
   * and for pods that wait for a node.
   */
  readonly unreadySince?: number | undefined;
  /** What keeps pods from being ready, one sentence for each reason. */
  readonly reasons: readonly string[];
}

/** How many pods each side should have. */
export interface WantedPods {
  readonly stable: { readonly pods: number };
  readonly canary: { readonly pods: number };
}

/** A verdict on the pods, and why. */
export interface PodsVerdict {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Crashes of the new version that are not yet a failure: one may be an accident of its node. */
const TOLERATED_CRASHES = 1;

/** Milliseconds that a pod of the new version may be not ready. */
const UNREADY_LIMIT = 120_000;

/**
 * Judges the new version by its pods alone. `now` is in milliseconds since 1970.
 *
 * - `error`: the pods cannot be read.
 * - `fail`: a pod of the new version is in a crash loop; the kernel ended one of its containers for lack of memory, and none
 *   of the stable side; its containers crashed twice or more, and more often for each pod than those of the stable side; or
 *   a pod is not ready for more than two minutes.
 * - `undecided`: the new version has fewer ready pods than it should have.
 * - `pass`: everything else.
 *
 * Crashes are compared for each pod, because the sides differ in size. The stable side excuses no crash loop: a version that
 * cannot start is not promoted, whatever runs next to it.
 */
export function judgePods(reading: PodsReading, wanted: WantedPods, now: number): PodsVerdict {
  const { stable, canary, problem } = reading;
  if (problem !== undefined) return { verdict: "error", reason: problem };
  const failure = failureOf(canary, stable, now);
  if (failure !== undefined) return { verdict: "fail", reason: withReasons(failure, canary) };
  if (wanted.canary.pods === 0 && canary.pods === 0) {
    return { verdict: "undecided", reason: "the new version has no pods" };
  }
  const missing = Math.max(wanted.canary.pods - canary.ready, canary.pods - canary.ready);
  if (missing > 0) {
    const of = Math.max(wanted.canary.pods, canary.pods);
    const reason = `${canary.ready} of ${of} pods of the new version ${canary.ready === 1 ? "is" : "are"} ready`;
    return { verdict: "undecided", reason: withReasons(reason, canary) };
  }
  return { verdict: "pass", reason: passed(canary, stable) };
}

function failureOf(canary: SidePods, stable: SidePods, now: number): string | undefined {
  const { crashes, outOfMemory, crashLooping = 0, unreadySince } = canary;
  if (crashLooping > 0)
    return `${counted(crashLooping, "pod")} of the new version ${crashLooping === 1 ? "is" : "are"} in a crash loop`;
  if (outOfMemory > 0 && stable.outOfMemory === 0) {
    return `the new version ran out of memory ${times(outOfMemory)}, the stable side never`;
  }
  if (crashes > TOLERATED_CRASHES && perPod(canary) > perPod(stable)) {
    return `${compared(canary, stable)}: more for each pod`;
  }
  if (unreadySince !== undefined && now - unreadySince > UNREADY_LIMIT) {
    const seconds = Math.ceil((now - unreadySince) / 1000);
    return `a pod of the new version is not ready for ${seconds} s, longer than ${UNREADY_LIMIT / 1000} s`;
  }
  return undefined;
}

/** A side that has lost its pods has crashed at least as often as with one. */
function perPod({ crashes, pods }: SidePods): number {
  return crashes / Math.max(1, pods);
}

function passed(canary: SidePods, stable: SidePods): string {
  const ready =
    canary.pods === 1
      ? "the pod of the new version is ready"
      : `all ${canary.pods} pods of the new version are ready`;
  if (canary.crashes === 0) return `${ready}, and none has crashed`;
  return `${ready}; ${compared(canary, stable)}`;
}

function compared(canary: SidePods, stable: SidePods): string {
  const side = ({ crashes, pods }: SidePods) => `${counted(crashes, "crash")} in ${counted(pods, "pod")}`;
  return `${side(canary)} of the new version, ${side(stable)} of the stable side`;
}

function withReasons(text: string, { reasons }: SidePods): string {
  return reasons.length === 0 ? text : `${text}: ${reasons.join("; ")}`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : noun.endsWith("sh") ? "es" : "s"}`;
}
