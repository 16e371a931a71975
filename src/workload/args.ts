import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { AutoscalingArgs } from "../kubernetes/autoscaler.js";
import type { Labels } from "../kubernetes/labels.js";
import type { ServiceArgs } from "../kubernetes/service.js";
import type { ConfigArgs } from "./config/args.js";

/** Arguments that every release of a workload has, whatever its strategy. */
export interface WorkloadArgs extends ConfigArgs {
  /**
   * Pod template of all versions, so that they differ in nothing but what they say themselves. Required, unless every
   * version brings a `template`. Each container gets a preStop sleep of `drainSeconds` unless it has a preStop of its own;
   * `imagePullPolicy`, probes and resources are left as they are.
   */
  template?: Input<input.core.v1.PodTemplateSpec>;
  /** The Service in front of the pods. Its name is the component's and never changes. Required. */
  service: ServiceArgs;
  /**
   * Further Services in front of the same pods, by what their names end with (`<component>-<key>`, unless they have a `name`):
   * one for UDP beside one for TCP, or a headless one (`clusterIP: "None"`) for what collects metrics. They move together
   * with `service`, in the same place of every step, and the same is refused. Default none.
   */
  additionalServices?: Record<string, ServiceArgs>;
  /**
   * Seconds a pod keeps serving after Kubernetes decided to end it, so that every node stops sending it new connections
   * first. A whole number from 0 to 3600; default 5. Set as the native preStop sleep with a longer grace period. It delays
   * only: the app must still finish open requests after SIGTERM. Refused when not below an explicit
   * `terminationGracePeriodSeconds`. https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
   */
  drainSeconds?: number;
  /** Labels of every object and pod, beside the common `app.kubernetes.io/…` ones. Never part of a selector. Default none. */
  labels?: Input<Labels>;
  /** Namespace of every object. Default: the provider's. */
  namespace?: Input<string>;
  /**
   * Whether each Deployment gets a PodDisruptionBudget, so that draining nodes ends one of its pods at a time. Default true.
   * https://kubernetes.io/docs/tasks/run-application/configure-pdb/
   */
  disruptionBudget?: boolean;
  /**
   * Leaves the number of pods to a HorizontalPodAutoscaler for each side, between bounds that keep the side's share.
   * `replicas` is then the size to begin with, and `minReplicas` what a step relies on. Default none.
   *
   * `false` takes the number back from autoscalers that were there before: leaving the argument out would leave them named
   * as its owners in the cluster, and end the next step with a conflict.
   */
  autoscaling?: AutoscalingArgs | false;
  /**
   * Labels that the Service selects pods by, in place of the component's own label: for taking over a Service whose pods
   * carry others. Every pod gets them. Default none.
   */
  selector?: Record<string, string>;
  /**
   * Makes every step wait for the pods it relies on, also when nothing else of their Deployment changes: a standby of full
   * size, or a canary at 50 %, whose pods have failed since the last `up` would get the traffic otherwise, because the
   * provider waits only for what it updates. The Deployment gets the annotation `pulumi-kubernetes-traffic/relied-on`, which
   * changes from step to step; no pod does. Default false.
   */
  verifyReady?: boolean;
  /**
   * Seconds `up` waits for the pods of a Deployment, or for the Service, before it fails. A whole number from 10 to 86400;
   * default 300. The Deployment's progress deadline is four fifths of it. The error says which count of pods was missing;
   * `kubectl describe` says why.
   */
  timeout?: number;
}

/** The names of these arguments: which of them there are is checked with those of the component. */
export const WORKLOAD_ARGS = {
  template: true,
  service: true,
  additionalServices: true,
  drainSeconds: true,
  disruptionBudget: true,
  verifyReady: true,
  selector: true,
  autoscaling: true,
  labels: true,
  namespace: true,
  timeout: true,
  configMaps: true,
  secrets: true,
} satisfies Record<keyof WorkloadArgs, true>;
