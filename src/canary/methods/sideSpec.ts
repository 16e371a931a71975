import type { Bounds } from "../../contract/outputs.js";
import type { CheckedVersion } from "../../workload/check.js";
import type { Reliance, SideScaling, SideSpec } from "../../workload/objects.js";
import { sideFailure } from "../failures.js";
import type { CheckedCanary, Side } from "./method.js";

/** What a step needs from a side before it continues. */
export interface SideWait {
  /** Defined where the step relies on the side; then it changes from step to step. */
  readonly reliedOn: string | undefined;
  /** Ready pods to wait for where an autoscaler sizes the side. */
  readonly range: (bounds: Bounds) => Bounds;
  /** Where connections go if the wait fails, as far as the Service does not show it. */
  readonly traffic?: string;
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
    reliedOn: relianceOf(canary, side, wait),
    failure: sideFailure(canary, side, wait.traffic),
  };
}

/** More traffic for the canary requires all of its pods. Going back to the stable side must not wait for its last ones. */
function relianceOf({ workload }: CheckedCanary, side: Side, { reliedOn }: SideWait): Reliance | undefined {
  if (reliedOn === undefined) return undefined;
  return { step: reliedOn, minReady: side === "stable" ? workload.minReady : 100 };
}

function scalingOf({ plan }: CheckedCanary, side: Side, wait: SideWait): SideScaling | undefined {
  const bounds = plan.bounds?.[side];
  if (!bounds) return undefined;
  if (plan[side] === 0) return { bounds, fixedSize: true, waitRange: undefined };
  return { bounds, fixedSize: false, waitRange: wait.range(bounds) };
}
