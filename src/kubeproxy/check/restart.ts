import { checkKeys, checkWhole, isRecord } from "../../diagnostics/checks.js";
import type { Problems } from "../../diagnostics/problems.js";

/** How kube-proxy is restarted after a change. */
export interface Restart {
  /** Seconds; a hundred nodes, one after the other, need more than the provider's ten minutes. */
  readonly timeout: number;
  readonly minReadySeconds: number | undefined;
}

/** The restart that is asked for; undefined when none is. */
export function checkRestart(restart: unknown, problems: Problems): Restart | undefined {
  if (restart === false) return undefined;
  if (restart === undefined || restart === true) return { timeout: 1800, minReadySeconds: undefined };
  if (!isRecord(restart)) {
    const remedy = "give true, false, or an object with timeout and minReadySeconds";
    problems.refuse({
      path: "restart",
      value: restart,
      problem: "is not a way to restart kube-proxy",
      remedy,
    });
    return undefined;
  }
  checkKeys(problems, "restart", restart, ["timeout", "minReadySeconds"]);
  const { timeout = 1800, minReadySeconds } = restart;
  checkWhole(problems, "restart.timeout", timeout, { min: 60, max: 86_400 });
  if (minReadySeconds !== undefined)
    checkWhole(problems, "restart.minReadySeconds", minReadySeconds, { min: 0, max: 600 });
  return { timeout: timeout as number, minReadySeconds: minReadySeconds as number | undefined };
}
