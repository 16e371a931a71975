import type { StepSide } from "../resources/stepFailure.js";
import type { SideFailure } from "../workload/objects.js";
import { type CheckedCanary, SIDES, type Side } from "./methods/method.js";

/** What to do when one side of a canary does not become ready. `traffic` is what the Service does not show. */
export function sideFailure(canary: CheckedCanary, side: Side, traffic?: string): SideFailure {
  return {
    sides: sidesOf(canary),
    ...(traffic !== undefined && { traffic }),
    remedies: [`To go on, repair ${side} and run the same pulumi up again.`],
    partlyReady:
      side === "stable"
        ? "To go on with the pods that are ready, lower replicas, or minReady if only the PodDisruptionBudget waits for them."
        : "To go on with the pods that are ready, lower replicas.",
    wayBack:
      side === "canary"
        ? "To go back, set weight to 0 and run pulumi up."
        : "To go back, give stable the version before and run pulumi up.",
  };
}

/** One Deployment for both versions has no side; then the versions alone name its pods. */
function sidesOf(canary: CheckedCanary): StepSide[] {
  if (canary.method.oneDeployment) return [];
  return SIDES.flatMap((name) => {
    const version = canary[name];
    return version ? [{ name, selector: version.selector }] : [];
  });
}
