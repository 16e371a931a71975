import type { Bounds } from "../../contract/outputs.js";
import { mapInput } from "../../diagnostics/inputs.js";
import type { StepBounds } from "../../kubernetes/autoscaler.js";
import type { CheckedVersion } from "../../workload/check.js";
import type { Reliance, SideScaling, SideSpec } from "../../workload/objects.js";
import { sideFailure } from "../failures.js";
import type { CheckedCanary, Side } from "./method.js";

/** What a step needs from a side before it continues. */
export interface SideWait {
  /** Defined where the step relies on the side; then it changes from step to step. */
  readonly reliedOn: string | undefined;
  /** Ready pods to wait for where an autoscaler sizes the side. */
  readonly range: (bounds: StepBounds) => StepBounds;
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
  const planned = canary.plan.bounds?.[side];
  const scaling = planned && scalingOf(canary, side, planned, wait);
  return {
    suffix: side,
    version,
    replicas: planned && scaling?.fixedSize ? planned.min : canary.initialPlan[side],
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

function scalingOf(
  { plan, stepPlan }: CheckedCanary,
  side: Side,
  planned: Bounds,
  wait: SideWait,
): SideScaling {
  if (plan[side] === 0) return { bounds: planned, fixedSize: true, waitRange: undefined };
  const min = mapInput(stepPlan, ({ bounds }) => bounds?.[side].min ?? planned.min);
  const bounds = { min, max: planned.max };
  return { bounds, fixedSize: false, waitRange: wait.range(bounds) };
}
