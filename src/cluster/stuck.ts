import { type Reason, reasonText } from "./reason.js";
import type { Rollout } from "./rollout.js";

/** Words of pods that are on their way, or that a probe may still find ready. */
const UNDER_WAY =
  /(ContainerCreating|PodInitializing|Unhealthy|ProbeError|Running|Pending|Unknown|ReadinessGatesNotReady|SchedulingGated)$/;

/** The reasons why a rollout does not go on by itself, by their words; none while its pods are only starting. */
export function stuckReasons({ current, failure }: Rollout): ReadonlyMap<string, Reason> {
  const reasons = current.pods.flatMap(({ ending, reason }) => (reason && !ending ? [reason] : []));
  const stuck = [...reasons, ...(failure ? [failure] : [])].filter(({ reason }) => !UNDER_WAY.test(reason));
  return new Map(stuck.map((reason) => [reason.reason, reason]));
}

/** One line: `Deployment shop-green: ErrImagePull shop:v9: not found`. */
export function stuckText({ name }: Rollout, reason: Reason): string {
  return `Deployment ${name}: ${reasonText(reason)}`;
}
