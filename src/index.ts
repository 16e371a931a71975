export type { BlueGreenServiceArgs } from "./bluegreen/args.js";
export { BlueGreenService } from "./bluegreen/blueGreenService.js";
export type { CanaryDeploymentArgs } from "./canary/args.js";
export { CanaryDeployment } from "./canary/canaryDeployment.js";
export { type CanaryPlan, type PlanCanaryArgs, planCanary } from "./canary/plan.js";
export type {
  KubeProxyConfigArgs,
  KubeProxyDaemonSetArgs,
  KubeProxyRestartArgs,
  KubeProxyTargetArgs,
} from "./kubeproxy/args.js";
export type { KubeProxyFallbackMode } from "./kubeproxy/fallback.js";
export { KubeProxyConfig } from "./kubeproxy/kubeProxyConfig.js";
export type { KubeProxyMode } from "./kubeproxy/modes.js";
export type { IpvsScheduler, UnsafeIpvsScheduler } from "./kubeproxy/schedulers.js";
export type {
  ClientConnectionArgs,
  ConntrackArgs,
  DetectLocalArgs,
  IptablesArgs,
  IpvsArgs,
  LoggingArgs,
  NftablesArgs,
} from "./kubeproxy/sections.js";
export type { KubeProxyLayout } from "./kubeproxy/target.js";
export { ArgumentError } from "./problems/problems.js";
export type { WorkloadArgs } from "./workload/args.js";
export type { ConfigArgs, ConfigMapArgs, SecretArgs } from "./workload/configArgs.js";
export type { ParentReference, RouteArgs, RouteKind } from "./workload/route.js";
export type { AutoscalingArgs, Bounds } from "./workload/scaling.js";
export type { ServiceArgs } from "./workload/service.js";
export type { ExistingDeployment, VersionArgs } from "./workload/versions.js";
