import { HELD_SECONDS } from "../../contract/defaults.js";
import type { CanaryPlan } from "../../contract/outputs.js";
import type { RolloutSpec } from "../../kubernetes/deployment.js";
import { type SideSpec, WorkloadObjects } from "../../workload/objects.js";
import { sideFailure } from "../failures.js";
import { around, nearest, type PlanCanaryArgs, planOf, planReplicas } from "../plan.js";
import type { CanaryMethod, CanaryObjects, CheckedCanary } from "./method.js";

/** One Deployment whose rolling update is held as soon as the canary's pods are ready. */
export const hold: CanaryMethod = {
  plan: planHold,
  closerShare,
  objects,
  exact: false,
  routed: false,
  oneDeployment: true,
  autoscalingConflict: 'cannot be used with method "hold": it would scale the old and the held pods alike',
};

/** The API server requires more than `minReadySeconds`; the largest number means no deadline. */
const NO_DEADLINE = 2 ** 31 - 1;

/**
 * The plan of a held rollout: `replicas` old pods stay, and the canary's pods are added, so that at most half of the
 * connections go to the canary: a Deployment never has more than `replicas` pods of one version, whatever its surge. At
 * weight 100 all pods are the canary's.
 */
export function planHold(args: PlanCanaryArgs): CanaryPlan {
  const { replicas, weight, maxPods, tolerance } = args;
  if (!isHeld(weight)) return { ...planReplicas(args), first: "stable" };
  const most = Math.min(maxPods ?? 2 * replicas, 2 * replicas) - replicas;
  const canaries = around((replicas * weight) / (100 - weight), 1, most);
  const candidates = canaries.map((canary) => ({ stable: replicas, canary }));
  return { ...planOf(weight, nearest(weight, candidates), replicas, tolerance), first: "stable" };
}

/** The old pods stay, so a smaller share needs more replicas; `maxPods` has an effect up to twice their number. */
function closerShare({ replicas, weight }: PlanCanaryArgs, plan: CanaryPlan): string | undefined {
  if (plan.achieved >= weight || plan.canary >= replicas) return undefined;
  const needed = replicas + Math.round((replicas * weight) / (100 - weight));
  return `maxPods: ${Math.min(needed, 2 * replicas)} allows more canary pods`;
}

/**
 * The update adds `plan.canary` pods of the new version (maxSurge) to the untouched old ones (maxUnavailable 0). They are
 * ready and get traffic, but never become available, so the rollout stops there, and nobody has to pause it in time. Weight
 * 100 lets it finish. Weight 0 takes it back, and lowers minReadySeconds in the same update: otherwise the old pods would
 * count as unavailable. Every step changes the Deployment, and so waits for all of its pods.
 */
function objects(canary: CheckedCanary): CanaryObjects {
  const { plan } = canary;
  const workload = new WorkloadObjects(canary.workload);
  const version = plan.canary > 0 && canary.canary ? canary.canary : canary.stable;
  const side: SideSpec = {
    suffix: "stable",
    version,
    replicas: canary.replicas,
    failure: sideFailure(canary, version === canary.stable ? "stable" : "canary"),
    ...(isHeld(plan.weight) && { rollout: heldRollout(plan) }),
  };
  const stable = workload.deployment(side, []);
  const services = workload.clientServices(version.selector, [stable], {
    wait: "nothingShrinks",
    sides: [side],
  });
  const specs = [stable, ...services.all, ...workload.disruptionBudgets([side])];
  return { ...services, specs: workload.withConfig(specs), stable };
}

function isHeld(weight: number): boolean {
  return weight > 0 && weight < 100;
}

/** The Deployment's own wait would never end, so `up` waits until the canary's pods exist and all pods are ready. */
function heldRollout({ stable, canary }: CanaryPlan): NonNullable<SideSpec["rollout"]> {
  const spec: RolloutSpec = {
    minReadySeconds: HELD_SECONDS,
    progressDeadlineSeconds: NO_DEADLINE,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: canary, maxUnavailable: 0 } },
  };
  return { spec, pods: { updated: canary, all: stable + canary } };
}
