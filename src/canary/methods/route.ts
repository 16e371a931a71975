import type { CanaryPlan } from "../../contract/outputs.js";
import type { ResourceSpec } from "../../resources/resourceSpec.js";
import { WorkloadObjects } from "../../workload/objects.js";
import { type PlanCanaryArgs, type PodCounts, planOf, shareOf } from "../plan.js";
import { type CanaryMethod, type CanaryObjects, type CheckedCanary, SIDES, type Side } from "./method.js";
import { type SideWait, sideSpec } from "./sideSpec.js";

/** Two fixed Services, and a route that divides traffic between them by exact weights. */
export const route: CanaryMethod = {
  plan: planExact,
  closerShare: () => undefined,
  objects,
  exact: true,
  routed: true,
  oneDeployment: false,
  autoscalingConflict: undefined,
};

/** The plan of a route. The gateway divides exactly, so each side with traffic has its full size. */
function planExact({ replicas, weight, tolerance }: PlanCanaryArgs): CanaryPlan {
  const { stable, canary } = weightsOf(weight);
  const pair = { stable: stable > 0 ? replicas : 0, canary: canary > 0 ? replicas : 0 };
  const achieved = shareOf({ stable, canary });
  const exact = planOf(weight, pair, replicas, tolerance);
  const error = Math.abs(achieved - weight);
  return { ...exact, achieved, error, first: stable > 0 ? "stable" : "canary", withinTolerance: true };
}

/** A weight in percent as whole numbers of a route. Keeps four decimals, and keeps a small share above 0. */
export function weightsOf(weight: number): PodCounts {
  let scale = 1;
  while (scale < 10_000 && !Number.isInteger(weight * scale)) scale *= 10;
  const total = 100 * scale;
  const exact = Math.round(weight * scale);
  const canary = weight === 0 || weight === 100 ? exact : Math.min(Math.max(exact, 1), total - 1);
  return { stable: total - canary, canary };
}

/**
 * A side that gets traffic has its full size before the route sends to it, and a side without traffic scales down only
 * after the route stops sending to it. So the order does not depend on the weight before.
 *
 * The client Service, for clients that do not come through the gateway, selects the stable side, and the canary's at weight
 * 100. The resources of an idle side come last, its Service after its Deployment: the wait for the Service of a broken
 * canary never ends, and would block the update that takes the canary back.
 */
function objects(canary: CheckedCanary): CanaryObjects {
  const { plan } = canary;
  const workload = new WorkloadObjects(canary.workload);
  const sides = SIDES.flatMap((side) => {
    const version = canary[side];
    return version ? [{ side, version }] : [];
  });
  const resourcesOf = ({ side, version }: (typeof sides)[number], dependsOn: readonly ResourceSpec[]) => {
    const spec = sideSpec(canary, side, version, waitOf(canary, side));
    const { deployment, specs } = workload.side(spec, dependsOn);
    const service = workload.sideService(side, version.selector, [deployment]);
    return { side, spec, specs, deployment, service };
  };
  const serving = sides.filter(({ side }) => plan[side] > 0).map((side) => resourcesOf(side, []));
  const ready = serving.flatMap(({ specs }) => specs);
  const sideServices = serving.map(({ service }) => service);
  const front = (plan.weight === 100 && canary.canary) || canary.stable;
  const clients = workload.clientServices(front.selector, ready, {
    wait: "always",
    sides: serving.map(({ spec }) => spec),
  });
  const weights = weightsOf(plan.weight);
  const backends = sides.map(({ side }) => ({ name: `${canary.name}-${side}`, weight: weights[side] }));
  const route = canary.route && workload.route(canary.route, backends, [...ready, ...sideServices]);
  const settled = [...ready, ...sideServices, ...clients.all, ...(route ? [route] : [])];
  const idle = sides.filter(({ side }) => plan[side] === 0).map((side) => resourcesOf(side, settled));

  const all = [...serving, ...idle];
  const deploymentOf = (side: Side) => all.find((resources) => resources.side === side)?.deployment;
  return {
    ...clients,
    specs: workload.withConfig([
      ...settled,
      ...idle.flatMap(({ specs, service }) => [...specs, service]),
      ...workload.disruptionBudgets(all.map(({ spec }) => spec)),
    ]),
    stable: deploymentOf("stable") as ResourceSpec<"Deployment">, // every canary has a stable side
    canary: deploymentOf("canary"),
    route,
  };
}

/** The step relies on each side that the route sends to, and waits again at every change of the weight. */
function waitOf({ name, plan }: CheckedCanary, side: Side): SideWait {
  const serves = plan[side] > 0;
  return {
    reliedOn: serves ? `weight-${plan.weight}` : undefined,
    range: (bounds) => bounds,
    traffic: serves ? `Route ${name} did not change.` : `Route ${name} sends nothing to ${side}.`,
  };
}
