import type { CanaryMethodName } from "../contract/outputs.js";
import type { RouteArgs } from "../kubernetes/gatewayRoute.js";
import type { WorkloadArgs } from "../workload/args.js";
import type { VersionArgs } from "../workload/version.js";

/** Arguments of a `CanaryDeployment`. Arguments that decide the number or the order of objects are plain values. */
export interface CanaryDeploymentArgs extends WorkloadArgs {
  /**
   * Pods that carry the full load: a whole number from 1. At every moment of every step, the Service has at least as many
   * ready pods. With autoscaling, it has at least `minReplicas`. Required.
   */
  replicas: number;
  /**
   * Share of new connections that goes to the canary, in percent: a plain number from 0 to 100. Between 0 and 100, each side
   * has at least one pod, so few replicas cannot meet a small weight: `plan.error` is the difference in points. Open
   * connections do not move; they end with their pod. Required, because a lost config value must not move traffic. Refused
   * when it is not a number in range, or above 0 without `canary`.
   */
  weight: number;
  /** The version that serves today. Required. */
  stable: VersionArgs;
  /**
   * The version that is being tried. Its `version` must differ from the stable one. Default: none, and then `weight` must be
   * 0. At weight 0, its Deployment keeps no pods; with autoscaling it keeps one, which the Service does not select.
   */
  canary?: VersionArgs | undefined;
  /** How the weight becomes a share: see {@link CanaryMethodName}. Default: `replicas`. */
  method?: CanaryMethodName;
  /** The route that divides the traffic. Required for method `route`, refused for the others. */
  route?: RouteArgs | undefined;
  /**
   * Maximum total number of pods of both sides after a step: a whole number above `replicas`. A larger total meets a small
   * weight more exactly, except with method `hold`, where the canary has at most `replicas` pods. Default: up to `replicas`
   * pods on the smaller side, and no more than `replicas` on the larger one. Refused with autoscaling.
   */
  maxPods?: number;
  /** Points by which the achieved share may differ from `weight` without a warning: a number from 0 to 100. Default: 5. */
  tolerance?: number;
  /** Refuses, instead of warning, when the achieved share differs from `weight` by more than `tolerance`. Default: false. */
  strict?: boolean;
}
