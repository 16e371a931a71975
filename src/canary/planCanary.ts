import type { CanaryPlan } from "../contract/outputs.js";
import { Problems } from "../diagnostics/problems.js";
import { throwIfRefused } from "../diagnostics/pulumi.js";
import { checkPlanArgs } from "./checkPlanArgs.js";
import { type PlanCanaryArgs, planReplicas } from "./plan.js";

/**
 * Turns a weight into pods per side.
 *
 * kube-proxy gives each ready pod an equal share of new connections, so the share is canary / (stable + canary).
 * Candidates are the pairs in which one side has exactly `replicas` pods and the other 1 to `replicas`; with `maxPods`
 * every pair in which one side has at least `replicas`, the other at least 1, and both together at most `maxPods`.
 * The pair with the nearest share wins, the one with fewest pods on a tie. Weight 0 is (replicas, 0), 100 is (0, replicas).
 *
 * The candidates do not depend on the weight, so the achieved share never falls when the weight rises. One side always
 * has `replicas` pods, so bringing that side to its size first keeps `replicas` ready pods behind the Service
 * whatever the weight was before.
 *
 * | replicas | weight | stable + canary | achieved |
 * |---|---|---|---|
 * | 10 | 2 | 10 + 1 | 9.1 % |
 * | 10 | 10 | 10 + 1 | 9.1 % |
 * | 3 | 25 | 3 + 1 | 25 % |
 * | 3 | 50 | 3 + 3 | 50 % |
 * | 3 | 90 | 1 + 3 | 75 % |
 * | 10, `maxPods` 50 | 2 | 49 + 1 | 2 % |
 *
 * @throws ArgumentError naming every bad argument.
 */
export function planCanary(args: PlanCanaryArgs): CanaryPlan {
  const problems = new Problems("planCanary");
  checkPlanArgs(problems, args);
  throwIfRefused(problems);
  return planReplicas(args);
}
