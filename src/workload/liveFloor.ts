import * as pulumi from "@pulumi/pulumi";
import type { Bounds } from "../contract/outputs.js";
import { checkInput } from "../diagnostics/checkInput.js";
import type { Problems } from "../diagnostics/problems.js";
import { type LiveSize, liveSize } from "../resources/liveSize.js";
import type { CheckedWorkload } from "./check.js";
import { type TrafficObjects, trafficAfter } from "./trafficAfter.js";

const PATH = "autoscaling.matchLiveSize";

/**
 * Decides the floor of a step with `matchLiveSize`. If an update cannot read the cluster, the floor rejects, so that nothing
 * that depends on it changes.
 */
export function settleFloor(
  component: pulumi.Resource,
  { autoscaling, namespace }: CheckedWorkload,
  objects: TrafficObjects,
  problems: Problems,
): void {
  if (autoscaling === false || !autoscaling?.liveFloor) return;
  const { bounds, liveFloor } = autoscaling;
  const read = pulumi.output(liveSize(component, namespace, trafficAfter(objects)));
  liveFloor.settle(checkInput(read, problems, (size, problems) => floorFrom(size, bounds, problems)));
}

/** The fewest pods of the step: the live size, within the bounds. */
export function floorFrom(live: LiveSize, { min, max }: Bounds, problems: Problems): number {
  if ("unread" in live) {
    const problem = `cannot read the live size: ${live.unread}`;
    if (pulumi.runtime.isDryRun()) {
      const remedy = `this preview shows minReplicas ${min}; up reads the live size before it changes anything`;
      problems.inform({ path: PATH, problem, remedy });
    } else {
      const remedy = "make the cluster readable, or set it to false and minReplicas to the live size";
      problems.refuse({ path: PATH, problem, remedy });
    }
    return min;
  }
  const { pods = min } = live;
  if (pods <= min) return min;
  const problem = `raises the floor of this step from ${min} to ${Math.min(pods, max)}, because ${pods} pods carry the load`;
  if (pods > max) {
    problems.warn({ path: PATH, problem, remedy: "raise maxReplicas to guarantee as many pods as before" });
    return max;
  }
  problems.inform({ path: PATH, problem, remedy: `the next up that moves no traffic returns to ${min}` });
  return pods;
}
