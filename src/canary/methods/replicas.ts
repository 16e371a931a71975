import { DEFAULT_TOLERANCE, MAX_PODS } from "../../contract/defaults.js";
import type { CanaryPlan } from "../../contract/outputs.js";
import { formatNumber } from "../../diagnostics/format.js";
import type { ResourceSpec } from "../../resources/resourceSpec.js";
import { WorkloadObjects } from "../../workload/objects.js";
import { maxPodsMeeting, type PlanCanaryArgs, planReplicas } from "../plan.js";
import { minReplicasMeeting } from "../scaledPlan.js";
import type { CanaryMethod, CanaryObjects, CheckedCanary, Side } from "./method.js";
import { type SideWait, sideSpec } from "./sideSpec.js";

/** Two Deployments behind one Service; the ratio of their pods is the share. */
export const replicas: CanaryMethod = {
  plan: planReplicas,
  closerShare,
  objects,
  exact: false,
  routed: false,
  oneDeployment: false,
  autoscalingConflict: undefined,
};

function closerShare(args: PlanCanaryArgs, plan: CanaryPlan): string | undefined {
  const points = args.tolerance ?? DEFAULT_TOLERANCE;
  if (plan.bounds) {
    const finer = minReplicasMeeting(plan, points);
    return finer && `autoscaling.minReplicas: ${finer[finer.first]} gives ${formatNumber(finer.achieved)} %`;
  }
  const larger = maxPodsMeeting(args, points);
  return larger && `maxPods: ${larger.stable + larger.canary} gives ${formatNumber(larger.achieved)} %`;
}

/**
 * The primary side, which has the pods of the full load, is ready before the secondary one changes: measured, seven jumps
 * of the weight lost 0 of 46 347 connections. The Service comes last: where the provider waits for it, it waits until every
 * pod is ready, and that would block the update that fixes a broken canary.
 *
 * An autoscaled side without traffic keeps a pod. At weights 0 and 100 the Service therefore selects the primary side
 * alone, before the idle side changes. It selects both sides only when the pods of both are of their new versions, and only
 * then does the secondary side get its bounds.
 */
function objects(canary: CheckedCanary): CanaryObjects {
  const { plan, selector } = canary;
  const workload = new WorkloadObjects(canary.workload);
  const stable = sideSpec(canary, "stable", canary.stable, waitOf(plan, "stable"));
  const next = canary.canary && sideSpec(canary, "canary", canary.canary, waitOf(plan, "canary"));
  const [primary, secondary] = next && plan.first === "canary" ? [next, stable] : [stable, next];
  const selectsOneSide = plan.bounds !== undefined && !(next && plan.stable > 0 && plan.canary > 0);

  const sharing = selectsOneSide ? undefined : secondary;
  const idle = selectsOneSide ? secondary : undefined;

  const first = workload.side(primary, []);
  const sharingDeployment = sharing && workload.deployment(sharing, first.specs);
  const ready = [...first.specs, ...(sharingDeployment ? [sharingDeployment] : [])];
  const services = workload.clientServices(selectsOneSide ? primary.version.selector : selector, ready, {
    wait: plan.bounds ? "always" : "nothingShrinks",
    sides: sharing ? [primary, sharing] : [primary],
  });
  const settled = [...ready, ...services.all];
  const idleResources = idle && workload.side(idle, settled);
  const sharingBounds = sharing ? workload.autoscaler(sharing, settled, { wait: true }) : [];

  const second = sharingDeployment ?? idleResources?.deployment;
  return {
    ...services,
    specs: workload.withConfig([
      ...settled,
      ...(idleResources?.specs ?? []),
      ...sharingBounds,
      ...workload.disruptionBudgets(next ? [stable, next] : [stable]),
    ]),
    stable: primary === stable ? first.deployment : (second as ResourceSpec<"Deployment">), // then there are two sides
    canary: primary === stable ? second : first.deployment,
  };
}

/**
 * The step relies on the primary side. The secondary one gets its bounds only after the Service selects it, so before that
 * it may have any size.
 */
function waitOf(plan: CanaryPlan, side: Side): SideWait {
  if (side === plan.first) {
    return { reliedOn: `${plan.stable}-stable-${plan.canary}-canary`, range: (bounds) => bounds };
  }
  return { reliedOn: undefined, range: () => ({ min: 1, max: MAX_PODS }) };
}
