import { MAX_PODS } from "../contract/defaults.js";
import { type CheckedAutoscaling, floorOf } from "../kubernetes/autoscaler.js";
import type { SideScaling } from "../workload/objects.js";
import type { BlueGreenServiceArgs } from "./args.js";

/** The size of one color. */
export interface ColorPlan {
  readonly color: string;
  /** Its pods; with `scaling`, those it begins with. */
  readonly replicas: number;
  readonly scaling: SideScaling | undefined;
}

/** Plans the sizes of the colors, the active one first. */
export function planBlueGreen(
  args: Pick<BlueGreenServiceArgs, "activeColor" | "replicas" | "standbyReplicas">,
  colors: readonly string[],
  autoscaling: CheckedAutoscaling | undefined,
): ColorPlan[] {
  const { activeColor, replicas, standbyReplicas } = args;
  const standby = standbyReplicas ?? autoscaling?.bounds.min ?? replicas;
  const bounds = autoscaling && { min: floorOf(autoscaling), max: autoscaling.bounds.max };
  const scaling = bounds && { bounds, fixedSize: false, waitRange: bounds };
  const active = colors.filter((color) => color === activeColor);
  const idle = colors.filter((color) => color !== activeColor);
  return [
    ...active.map((color) => ({ color, replicas, scaling })),
    ...idle.map((color) => ({ color, replicas: standby, scaling: autoscaling && idleScaling(standby) })),
  ];
}

/** The color after the active one; the first after the last. */
export function nextColor(colors: readonly string[], activeColor: string): string {
  return colors[colors.indexOf(activeColor) + 1] ?? colors[0] ?? activeColor;
}

/** The active color belongs to its autoscaler. Pulumi sets the size of the others, so they always have pods. */
function idleScaling(standby: number): SideScaling {
  return {
    bounds: { min: standby, max: standby },
    fixedSize: true,
    waitRange: { min: standby, max: MAX_PODS },
  };
}
