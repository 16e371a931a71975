import type { StepSide } from "../resources/stepFailure.js";
import type { SideFailure } from "../workload/objects.js";
import type { CheckedBlueGreen, CheckedColor } from "./check.js";

/** What to do when the active color does not become ready. Neither the Service nor the route has changed then. */
export function activeFailure(checked: CheckedBlueGreen): SideFailure {
  const { color } = checked.active;
  return {
    sides: colorsOf(checked),
    ...(checked.route && { traffic: `Route ${checked.name} did not change.` }),
    remedies: [`To go on, repair colors.${color} and run the same pulumi up again.`],
    partlyReady:
      "To go on with the pods that are ready, lower replicas, or minReady if only the PodDisruptionBudget waits for them.",
    wayBack: "To go back, set activeColor to the color before and run pulumi up.",
  };
}

/** What to do when a standby does not become ready. The active color has the traffic already. */
export function idleFailure(checked: CheckedBlueGreen, { color, scaling }: CheckedColor): SideFailure {
  return {
    sides: colorsOf(checked).map(({ name, selector }) => ({ name, selector })),
    ...(checked.route && { traffic: `Route ${checked.name} sends to ${checked.active.color}.` }),
    remedies: [
      `Color ${color} gets no connections. To go on, repair colors.${color} and run the same pulumi up again.`,
      ...(scaling ? [] : ["To go on without pods of it, set standbyReplicas to 0."]),
    ],
  };
}

function colorsOf({ active, idle }: CheckedBlueGreen): StepSide[] {
  return [active, ...idle].map(({ color, version }) => ({
    name: color,
    selector: version.serviceSelector,
    wayBack:
      color === active.color
        ? `To go back, give colors.${color} the version before and run pulumi up.`
        : `To go back, set activeColor to "${color}" and run pulumi up.`,
  }));
}
