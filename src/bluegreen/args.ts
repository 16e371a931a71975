import type { RouteArgs } from "../kubernetes/gatewayRoute.js";
import type { ServiceArgs } from "../kubernetes/service.js";
import type { WorkloadArgs } from "../workload/args.js";
import type { VersionArgs } from "../workload/version.js";

/** Arguments of a `BlueGreenService`. Arguments that decide the number or the order of objects are plain values. */
export interface BlueGreenServiceArgs extends WorkloadArgs {
  /**
   * The color that gets all new connections: a key of `colors`, a plain string. Changing it is the flip. Required. Refused
   * when `colors` has no such key, because every request would then be refused.
   */
  activeColor: string;
  /**
   * The versions that run side by side, by color: two or more. The color is part of the Deployment's name: at most 40
   * lowercase letters, digits and `-`. Two colors may run the same version, but one version cannot have two images. Required.
   */
  colors: Record<string, VersionArgs>;
  /**
   * Pods of the active color: a whole number from 1. All of them are ready before the flip. With autoscaling, `minReplicas` of
   * them are. Required.
   */
  replicas: number;
  /**
   * Pods of every other color: a whole number from 0. With as many as `replicas`, going back is as quick as the flip. With 0,
   * the old color's pods end when the flip is done. Default: `replicas`; with autoscaling `minReplicas`, and 0 is refused.
   */
  standbyReplicas?: number;
  /**
   * Adds a Service `<name>-preview` for the color after the active one in `colors`, or the first color after the last. With
   * `true`, it is a ClusterIP Service with the ports of `service`. With an object, the given fields replace these defaults,
   * such as `{ clusterIP: "None" }` for a headless Service. Default: false.
   */
  previewService?: boolean | Partial<ServiceArgs>;
  /**
   * Key of the label that distinguishes the pods of the colors, and that the Service selects by. It can never change for
   * existing Deployments. Default: `pulumi-kubernetes-traffic/color`.
   */
  colorLabel?: string;
  /**
   * A Gateway API route to the active color, in addition to the Service. Each color gets a fixed Service `<name>-<color>`, and
   * the flip changes the route. Use it for load balancers and gateways that react slowly to a change of a Service's selector.
   * Default: none.
   */
  route?: RouteArgs | undefined;
  /**
   * Whether a flip skips the provider's wait of ten seconds for the Service. By default it is skipped where it protects
   * nothing: where the standby keeps its size, pods drain for at least 5 seconds, nothing is autoscaled or taken over, and
   * the Service is a ClusterIP or a NodePort. `true` skips it also where the old color shrinks or a load balancer is in front:
   * measured, 0 of 46 234 requests were lost in six such flips with a drain of 5 seconds. Refused with `drainSeconds` below
   * 5. `false` never skips it. Default: see above.
   */
  fastFlip?: boolean;
}
