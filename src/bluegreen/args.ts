import type { RouteArgs } from "../kubernetes/gatewayRoute.js";
import type { ServiceArgs } from "../kubernetes/service.js";
import type { WorkloadArgs } from "../workload/args.js";
import type { VersionArgs } from "../workload/version.js";

/** Arguments of a `BlueGreenService`. What decides how many objects there are, or their order, is a plain value. */
export interface BlueGreenServiceArgs extends WorkloadArgs {
  /**
   * The colour that gets all new connections: a key of `colors`, a plain string. Changing it is the flip. Required.
   * Refused when `colors` has no such key: without pods behind it every request would be refused.
   */
  activeColor: string;
  /**
   * The versions that stand side by side, by colour: two or more. A colour's name becomes part of its Deployment's name:
   * at most 40 lower-case letters, digits and `-`. Two colours may run the same version, but not one version name with
   * two images. Required.
   */
  colors: Record<string, VersionArgs>;
  /**
   * Pods of the active colour: a whole number from 1. They are all ready before the flip; with autoscaling as many as its
   * `minReplicas`. Required.
   */
  replicas: number;
  /**
   * Pods of every other colour: a whole number from 0. With as many as `replicas` the way back is as quick as the flip;
   * with 0 nothing is kept, and the old colour's pods go once the flip is done. Default: `replicas`, and
   * with autoscaling its `minReplicas`; 0 is refused then.
   */
  standbyReplicas?: number;
  /**
   * Adds a Service `<name>-preview` to the colour that comes after the active one in `colors` (the first after the last): with
   * two colours, the other one. With true it is a ClusterIP with the ports of `service`; what is given in an object's fields
   * takes their place, such as `{ clusterIP: "None" }` for a headless one. Default false.
   */
  previewService?: boolean | Partial<ServiceArgs>;
  /**
   * Key of the label that tells the colours' pods apart, and that the Service selects by. It can never change for
   * existing Deployments. Default `pulumi-kubernetes-traffic/color`.
   */
  colorLabel?: string;
  /**
   * A Gateway API route to the active colour, beside the Service: each colour gets a fixed Service `<name>-<color>`, and the
   * flip changes the route. For load balancers and gateways that lag behind a change of a Service's selector. Default none.
   */
  route?: RouteArgs;
  /**
   * Does not wait for the Service after a flip: measured, some 4 instead of 15 seconds for an `up`, with as few requests lost
   * (0 of 46 234 in six flips, with a drain of 5 seconds). Given up is the provider's check that the Service has ready pods, and
   * `up` may return before a new Service answers. Refused with `drainSeconds` below 5. Default false.
   */
  fastFlip?: boolean;
}
