import type { Bounds } from "../../contract/outputs.js";
import type { CheckedVersion } from "../../workload/check.js";
import type { SideScaling, SideSpec } from "../../workload/objects.js";
import type { CheckedCanary, Side } from "./method.js";

/** What a step needs from a side before it continues. */
export interface SideWait {
  /** Changes from step to step where the step relies on the side. */
  readonly readinessKey: string | undefined;
  /** Ready pods to wait for where an autoscaler sizes the side. */
  readonly range: (bounds: Bounds) => Bounds;
}

/** The Deployment of one side at its planned size. */
export function sideSpec(
  canary: CheckedCanary,
  side: Side,
  version: CheckedVersion,
  wait: SideWait,
): SideSpec {
  const scaling = scalingOf(canary, side, wait);
  return {
    suffix: side,
    version,
    replicas: scaling?.fixedSize ? scaling.bounds.min : canary.initialPlan[side],
    scaling,
    readinessKey: wait.readinessKey,
  };
}

function scalingOf({ plan }: CheckedCanary, side: Side, wait: SideWait): SideScaling | undefined {
  const bounds = plan.bounds?.[side];
  if (!bounds) return undefined;
  if (plan[side] === 0) return { bounds, fixedSize: true, waitRange: undefined };
  return { bounds, fixedSize: false, waitRange: wait.range(bounds) };
}
