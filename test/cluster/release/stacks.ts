import { type HarnessStack, harnessStack, type StackOf } from "./harnessStack.js";
import type { Kills } from "./kills.js";
import { pulumiStack } from "./pulumiStack.js";

/** The stack of a release, with the driver of the run. */
export function stackOf(settings: StackOf, kills?: Kills): HarnessStack {
  return settings.place.by === "pulumi"
    ? pulumiStack(settings, kills?.cli)
    : harnessStack(settings, kills?.accidents);
}
