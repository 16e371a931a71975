import type { CanaryMethodName } from "../contract/outputs.js";
import type { RouteArgs } from "../kubernetes/gatewayRoute.js";
import type { WorkloadArgs } from "../workload/args.js";
import type { VersionArgs } from "../workload/version.js";

/** Arguments of a `CanaryDeployment`. What decides how many objects there are, or their order, is a plain value. */
export interface CanaryDeploymentArgs extends WorkloadArgs {
  /**
   * Pods that carry the full load: a whole number from 1. At every moment of every step at least as many ready pods stand
   * behind the Service; with autoscaling as many as its `minReplicas`. Required.
   */
  replicas: number;
  /**
   * Share of new connections that goes to the canary, in per cent: a plain number from 0 to 100. Between 0 and 100 each
   * side has at least one pod, so few replicas cannot meet a small weight: `plan.error` says by how many points. Open
   * connections are not moved; they end with their pod. Required: a lost config value must not move traffic.
   * Refused when it is not a number in range, or above 0 without `canary`.
   */
  weight: number;
  /** The version that serves today. Required. */
  stable: VersionArgs;
  /**
   * The version on trial. Its `version` must differ from the stable one. Default: none, and then `weight` must be 0.
   * At weight 0 its Deployment is kept with no pods, with autoscaling with one, which the Service does not select.
   */
  canary?: VersionArgs;
  /** How the weight becomes a share: see {@link CanaryMethodName}. Default `replicas`. */
  method?: CanaryMethodName;
  /** The route of method `route`, which needs it; refused for the others. */
  route?: RouteArgs;
  /**
   * Most pods that may stand on both sides together when a step is done: a whole number above `replicas`. A larger total
   * meets a small weight better; not by `hold`, where the canary has at most `replicas` pods. Default: up to `replicas` pods
   * on the smaller side, none added to the larger one. Refused with autoscaling.
   */
  maxPods?: number;
  /** Points the achieved share may differ from `weight` before it is warned about. A number from 0 to 100. Default 5. */
  tolerance?: number;
  /** Refuse, instead of warn, when the achieved share misses `weight` by more than `tolerance`. Default false. */
  strict?: boolean;
}
