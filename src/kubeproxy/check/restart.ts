import { checkPlain } from "../../diagnostics/checkPlain.js";
import { checkKeys, checkWhole, isRecord } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";

/** How kube-proxy restarts after a change. */
export interface Restart {
  /** Seconds that `up` waits for all nodes. */
  readonly timeout: number;
  readonly minReadySeconds: number | undefined;
}

/** Seconds. A hundred nodes, one after the other, need more than the provider's ten minutes. */
const DEFAULT_TIMEOUT = 1800;

/** Checks the requested restart. Returns undefined when it is not set. */
export function checkRestart(restart: unknown, problems: Problems): Restart | undefined {
  if (restart === false) return undefined;
  if (restart === undefined || restart === true)
    return { timeout: DEFAULT_TIMEOUT, minReadySeconds: undefined };
  if (!checkPlain(problems, "restart", restart, "value")) return undefined;
  if (!isRecord(restart)) {
    const remedy = "use true, false, or an object with timeout and minReadySeconds";
    problems.refuse({
      path: "restart",
      value: restart,
      problem: "is not a valid value",
      remedy,
    });
    return undefined;
  }
  checkKeys(problems, "restart", restart, ["timeout", "minReadySeconds"]);
  return {
    timeout:
      within(problems, "restart.timeout", restart.timeout, { min: 60, max: 86_400 }) ?? DEFAULT_TIMEOUT,
    minReadySeconds: within(problems, "restart.minReadySeconds", restart.minReadySeconds, {
      min: 0,
      max: 600,
    }),
  };
}

function within(
  problems: Problems,
  path: string,
  value: unknown,
  range: { min: number; max: number },
): number | undefined {
  return value !== undefined && checkWhole(problems, path, value, range) ? value : undefined;
}
