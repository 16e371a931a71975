import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import { checkInput } from "../../diagnostics/checkInput.js";
import { checkWhole } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";
import { hasPreStop } from "../drain.js";

/** Refuses a drain that is not a time. */
export function checkDrainSeconds(problems: Problems, drainSeconds: unknown): void {
  checkWhole(problems, "drainSeconds", drainSeconds, { min: 0, max: 3600 });
}

/** Warns about a container whose own preStop hook replaces the drain. */
export function checkLifecycle(
  lifecycle: Input<input.core.v1.Lifecycle | undefined> | undefined,
  drainSeconds: number,
  path: string,
  problems: Problems,
): Input<input.core.v1.Lifecycle | undefined> | undefined {
  if (drainSeconds === 0 || lifecycle === undefined) return lifecycle;
  return checkInput(lifecycle, problems, (given, problems) => {
    if (hasPreStop(given)) {
      const problem = `is kept, so drainSeconds ${drainSeconds} is not applied to this container`;
      problems.warn({
        path: `${path}.preStop`,
        problem,
        remedy: "make sure that it waits at least that long",
      });
    }
    return given;
  });
}

/** Refuses a grace period that ends before the drain does. */
export function checkGracePeriod(
  given: Input<number | undefined> | undefined,
  drainSeconds: number,
  path: string,
  problems: Problems,
): Input<number | undefined> | undefined {
  if (given === undefined) return undefined;
  return checkInput(given, problems, (seconds, problems) => {
    if (seconds === undefined || !checkWhole(problems, path, seconds, { min: 0, max: 2 ** 31 - 1 }))
      return seconds;
    if (seconds <= drainSeconds) {
      const problem = `is not above drainSeconds ${drainSeconds}, so pods would be killed while they drain`;
      problems.refuse({ path, value: seconds, problem, remedy: "raise it or lower drainSeconds" });
    }
    return seconds;
  });
}
