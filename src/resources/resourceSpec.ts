import type { CustomResource } from "@pulumi/kubernetes/apiextensions/index.js";
import type {
  DaemonSet,
  DaemonSetPatch,
  DaemonSetPatchArgs,
  Deployment,
} from "@pulumi/kubernetes/apps/v1/index.js";
import type { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/index.js";
import type {
  ConfigMap,
  ConfigMapPatch,
  ConfigMapPatchArgs,
  Secret,
  Service,
  ServiceAccount,
} from "@pulumi/kubernetes/core/v1/index.js";
import type { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/index.js";
import type { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1/index.js";
import type { input } from "@pulumi/kubernetes/types";
import type { RouteManifest } from "../kubernetes/gatewayRoute.js";
import type { StepFailure } from "./stepFailure.js";

/** One resource that a component registers, and the resources that must be ready before it changes. Plain data. */
export interface ResourceSpec<K extends Kind = Kind> {
  readonly kind: K;
  /** Name of the Pulumi resource. */
  readonly resource: string;
  /** Name of the Kubernetes object; equal to `resource` where Pulumi generates the object's name. */
  readonly name: string;
  /** The manifest, or a function that makes it from resources registered earlier: those in `dependsOn`. */
  readonly manifest: Manifests[K] | ((resourceOf: ResourceOf) => Manifests[K]);
  readonly dependsOn: readonly ResourceSpec[];
  /** Seconds that Pulumi waits for the object. Default: the one of the whole component. */
  readonly timeout?: number;
  /** Paths of the fields that something else writes after creation. */
  readonly ignoreChanges?: readonly string[];
  /** Whether `destroy` leaves the object in the cluster. */
  readonly retainOnDelete?: boolean;
  /** What explains a failed step of this resource. Default: the provider's error alone. */
  readonly failure?: StepFailure | undefined;
}

/** What a resource of a component is. */
export type Kind = keyof Manifests;

/** The manifest of each kind. */
export interface Manifests {
  Deployment: input.apps.v1.Deployment;
  DaemonSet: input.apps.v1.DaemonSet;
  DaemonSetPatch: DaemonSetPatchArgs;
  Service: input.core.v1.Service;
  ConfigMap: input.core.v1.ConfigMap;
  ConfigMapPatch: ConfigMapPatchArgs;
  Secret: input.core.v1.Secret;
  ServiceAccount: input.core.v1.ServiceAccount;
  HorizontalPodAutoscaler: input.autoscaling.v2.HorizontalPodAutoscaler;
  PodDisruptionBudget: input.policy.v1.PodDisruptionBudget;
  ClusterRoleBinding: input.rbac.v1.ClusterRoleBinding;
  Route: RouteManifest;
}

/** The Pulumi resource of each kind. */
export interface Resources {
  Deployment: Deployment;
  DaemonSet: DaemonSet;
  DaemonSetPatch: DaemonSetPatch;
  Service: Service;
  ConfigMap: ConfigMap;
  ConfigMapPatch: ConfigMapPatch;
  Secret: Secret;
  ServiceAccount: ServiceAccount;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  PodDisruptionBudget: PodDisruptionBudget;
  ClusterRoleBinding: ClusterRoleBinding;
  Route: CustomResource;
}

/** Finds the resource that a spec became. Throws for a spec that is not registered yet. */
export type ResourceOf = <K extends Kind>(spec: ResourceSpec<K>) => Resources[K];
