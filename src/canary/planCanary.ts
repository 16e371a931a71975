import type { CanaryPlan } from "../contract/outputs.js";
import { Problems } from "../diagnostics/problems.js";
import { throwIfRefused } from "../diagnostics/pulumi.js";
import { checkPlanArgs } from "./checkPlanArgs.js";
import { type PlanCanaryArgs, planReplicas } from "./plan.js";

/**
 * Plans the pods of each side for a weight.
 *
 * kube-proxy gives each ready pod an equal share of new connections, so the share is canary / (stable + canary).
 * The candidates are the pairs in which one side has exactly `replicas` pods and the other one 1 to `replicas`. With
 * `maxPods`, they are all pairs in which one side has at least `replicas` pods, the other one at least 1, and both together
 * at most `maxPods`. The pair with the nearest share wins; on a tie, the pair with the fewest pods. Weight 0 is
 * (replicas, 0), and 100 is (0, replicas).
 *
 * The candidates do not depend on the weight, so the achieved share never falls when the weight rises. One side always
 * has `replicas` pods. When that side changes first, the Service always has `replicas` ready pods, whatever the previous
 * weight was.
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
 * @throws ArgumentError that lists every invalid argument.
 */
export function planCanary(args: PlanCanaryArgs): CanaryPlan {
  const problems = new Problems("planCanary");
  checkPlanArgs(problems, args);
  throwIfRefused(problems);
  return planReplicas(args);
}
