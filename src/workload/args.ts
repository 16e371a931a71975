import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { AutoscalingArgs } from "../kubernetes/autoscaler.js";
import type { Labels } from "../kubernetes/labels.js";
import type { ServiceArgs } from "../kubernetes/service.js";
import type { ConfigArgs } from "./config/args.js";

/** Arguments that are common to the components with a workload. */
export interface WorkloadArgs extends ConfigArgs {
  /**
   * Pod template of all versions, so that versions differ only where their own arguments differ. Required, unless every
   * version has a `template`. Each container gets a preStop sleep of `drainSeconds` unless it has its own preStop hook.
   * `imagePullPolicy`, probes and resources stay as written.
   */
  template?: Input<input.core.v1.PodTemplateSpec>;
  /** The Service in front of the pods. Its default name is the component's name, and it never changes. Required. */
  service: ServiceArgs;
  /**
   * Further Services in front of the same pods, by suffix of their names: a Service is named `<component>-<key>` unless it
   * has a `name`. Use one for UDP next to one for TCP, or a headless one (`clusterIP: "None"`) for a metrics collector. They
   * change together with `service` in every step, and the same checks apply. Default: none.
   */
  additionalServices?: Record<string, ServiceArgs>;
  /**
   * Seconds that a pod keeps serving after Kubernetes decides to end it, so that every node first stops sending it new
   * connections. A whole number from 0 to 3600. Default: 5. Set as a native preStop sleep with a longer grace period. The
   * sleep only delays the end: the app must still finish open requests after SIGTERM. Refused when it is not below an
   * explicit `terminationGracePeriodSeconds`. https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
   */
  drainSeconds?: number;
  /** Labels of every object and pod, in addition to the common `app.kubernetes.io/…` ones. Never in a selector. Default: none. */
  labels?: Input<Labels>;
  /** Namespace of every object. Default: the provider's. */
  namespace?: Input<string>;
  /**
   * Whether each Deployment gets a PodDisruptionBudget, so that draining nodes ends one of its pods at a time. Default: true.
   * https://kubernetes.io/docs/tasks/run-application/configure-pdb/
   */
  disruptionBudget?: boolean;
  /**
   * Lets one HorizontalPodAutoscaler per side choose the number of pods, within bounds that keep the side's share. `replicas`
   * is then the initial size, and every step guarantees `minReplicas` ready pods. Default: none.
   *
   * Set `false` to return `spec.replicas` to Pulumi. Omitting the argument leaves the autoscaler as the field's owner in the
   * cluster, and the next change conflicts.
   */
  autoscaling?: AutoscalingArgs | false | undefined;
  /**
   * Labels by which the Service selects pods, instead of the component's own label. Use it to take over a Service whose pods
   * have other labels. Every pod gets these labels. Default: none.
   */
  selector?: Record<string, string>;
  /**
   * Whether every step first checks the pods of the side that it relies on, even when nothing of their Deployment changes.
   * Otherwise traffic could move to a standby, or to a canary at 50 %, whose pods have failed since the last `up`, because the
   * provider waits only for what it updates. `minReady` is how many pods are enough; a Deployment that changes must always
   * have all of its pods ready. The check is the wait for the side's PodDisruptionBudget, whose status counts ready pods: its
   * annotation `pulumi-kubernetes-traffic/relied-on` changes from step to step, and pods do not change. With
   * `disruptionBudget: false` the annotation is on the Deployment, and all of its pods must be ready. Default: true.
   */
  verifyReady?: boolean;
  /**
   * Percentage of its pods that must be ready where a step goes to a color, or back to the stable side, without changing its
   * Deployment. With less than 100, going back to a side that lost a few pods with their node does not wait for new ones. A
   * canary that gets more traffic always needs all of its pods. Rounded down to whole pods, but never below one: by default 7 of 10, 2 of 3, 1 of 2. With
   * autoscaling, a percentage of the minimum. A whole number from 1 to 100. Default: 75. Refused where `verifyReady` or
   * `disruptionBudget` is false, because it needs both.
   */
  minReady?: number;
  /**
   * Seconds that `up` waits for the pods of a Deployment, or for the Service, before it fails. A whole number from 10 to
   * 86400. Default: 300. The Deployment's progress deadline is four fifths of it. When it fails, `up`
   * names the pods that are not ready and the reason, if kubectl or the package `@kubernetes/client-node` is installed.
   */
  timeout?: number;
}

/** The names of these arguments; a component checks them together with its own. */
export const WORKLOAD_ARGS = {
  template: true,
  service: true,
  additionalServices: true,
  drainSeconds: true,
  disruptionBudget: true,
  verifyReady: true,
  minReady: true,
  selector: true,
  autoscaling: true,
  labels: true,
  namespace: true,
  timeout: true,
  configMaps: true,
  secrets: true,
} satisfies Record<keyof WorkloadArgs, true>;
