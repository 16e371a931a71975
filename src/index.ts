export type { BlueGreenServiceArgs } from "./bluegreen/args.js";
export { BlueGreenService } from "./bluegreen/blueGreenService.js";
export type { CanaryDeploymentArgs } from "./canary/args.js";
export { CanaryDeployment } from "./canary/canaryDeployment.js";
export type { PlanCanaryArgs } from "./canary/plan.js";
export { planCanary } from "./canary/planCanary.js";
export type { Bounds, CanaryMethodName, CanaryPlan } from "./contract/outputs.js";
export type { Refusal } from "./diagnostics/problems.js";
export { ArgumentError } from "./diagnostics/pulumi.js";
export type {
  KubeProxyConfigArgs,
  KubeProxyDaemonSetArgs,
  KubeProxyRestartArgs,
  KubeProxyTargetArgs,
} from "./kubeproxy/args.js";
export { KubeProxyConfig } from "./kubeproxy/kubeProxyConfig.js";
export type { KubeProxyLayout } from "./kubeproxy/schema/layouts.js";
export type { KubeProxyFallbackMode, KubeProxyMode } from "./kubeproxy/schema/modes.js";
export type { IpvsScheduler, UnsafeIpvsScheduler } from "./kubeproxy/schema/schedulers.js";
export type {
  ClientConnectionArgs,
  ConntrackArgs,
  DetectLocalArgs,
  IptablesArgs,
  IpvsArgs,
  LoggingArgs,
  NftablesArgs,
  VmoduleArgs,
} from "./kubeproxy/sectionArgs.js";
export type { AutoscalingArgs } from "./kubernetes/autoscaler.js";
export type { ParentReference, RouteArgs, RouteKind } from "./kubernetes/gatewayRoute.js";
export type { ServiceArgs } from "./kubernetes/service.js";
export type { WorkloadArgs } from "./workload/args.js";
export type { ConfigArgs, ConfigMapArgs, SecretArgs } from "./workload/config/args.js";
export type { ExistingDeployment, VersionArgs } from "./workload/version.js";
