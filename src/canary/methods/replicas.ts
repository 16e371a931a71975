import { isPart, part } from "../../workload/part.js";
import { type CanaryRelease, type CanaryStep, TRACKS } from "../release.js";

/**
 * Two Deployments behind one Service; the ratio of their pods is the share.
 *
 * The side that has the full load's pods is ready before the other one changes: measured, seven jumps of the weight lost
 * 0 of 46 347 connections. The Service comes last: the provider's wait for it hangs on every pod that is not ready, so it
 * must not stand between a broken canary and the update that mends it.
 *
 * An autoscaled side without traffic keeps a pod, so at weights 0 and 100 the Service selects the full side alone, and
 * turns to it before the idle one changes. It selects both only when the pods of both are of their new versions, and only
 * then does the smaller side get its bounds.
 */
export function byReplicas(step: CanaryStep): Omit<CanaryRelease, "plan"> {
  const { workload, args, plan, selector, selectorOf, side } = step;
  const other = plan.first === "stable" ? "canary" : "stable";
  const both = args.canary !== undefined;
  const alone = plan.bounds !== undefined && !(both && plan[other] > 0);
  const full = workload.side(side(plan.first));
  const smaller = both && !alone ? [part("Deployment", workload.deployment(side(other)), full)] : [];
  const selected = alone ? selectorOf(plan.first) : selector;
  const services = workload.services(selected, [...full, ...smaller], TRACKS);
  const before = [...full, ...smaller, ...services];
  const idle = both && alone ? workload.side(side(other), before) : [];
  const bounds = both && !alone ? workload.bounds(side(other), before, { awaited: true }) : [];
  const deployments = [...full, ...smaller, ...idle].filter(isPart("Deployment"));
  const [stable, canary] = plan.first === "stable" ? deployments : deployments.reverse();
  return {
    parts: [...before, ...idle, ...bounds, ...workload.disruptionBudgets(deployments)],
    service: services[0],
    additionalServices: services.slice(1),
    stable,
    canary,
    timeout: workload.timeout,
  };
}
