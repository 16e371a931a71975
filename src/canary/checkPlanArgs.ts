import { MAX_PODS } from "../contract/defaults.js";
import { checkPlain } from "../diagnostics/checkPlain.js";
import { checkWhole, refuseNumber } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";
import type { PlanCanaryArgs } from "./plan.js";

/** Refuses arguments that cannot be planned. Returns whether they can. */
export function checkPlanArgs(problems: Problems, args: PlanCanaryArgs): boolean {
  const { replicas, weight, maxPods, tolerance } = args;
  const replicasValid = checkWhole(problems, "replicas", replicas, { min: 1, max: MAX_PODS });
  const weightValid = checkPercent(problems, "weight", weight, "is not a share of the connections");
  const maxPodsValid = maxPods === undefined || checkMaxPods(problems, maxPods, replicasValid ? replicas : 1);
  const toleranceValid =
    tolerance === undefined || checkPercent(problems, "tolerance", tolerance, "is not a distance in points");
  return replicasValid && weightValid && maxPodsValid && toleranceValid;
}

function checkPercent(problems: Problems, path: string, value: unknown, problem: string): boolean {
  if (!checkPlain(problems, path, value, "number")) return false;
  const good = typeof value === "number" && value >= 0 && value <= 100;
  if (!good) refuseNumber(problems, { path, value, problem, remedy: "give a number from 0 to 100" });
  return good;
}

function checkMaxPods(problems: Problems, maxPods: unknown, replicas: number): boolean {
  if (!checkWhole(problems, "maxPods", maxPods, { min: 2, max: MAX_PODS })) return false;
  if (maxPods > replicas) return true;
  const problem = `leaves no pod for a second side next to ${replicas} replicas`;
  problems.refuse({ path: "maxPods", value: maxPods, problem, remedy: `give at least ${replicas + 1}` });
  return false;
}
