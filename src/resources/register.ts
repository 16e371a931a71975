import { CustomResource } from "@pulumi/kubernetes/apiextensions/index.js";
import { DaemonSet, DaemonSetPatch, Deployment } from "@pulumi/kubernetes/apps/v1/index.js";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/index.js";
import {
  ConfigMap,
  ConfigMapPatch,
  Secret,
  Service,
  ServiceAccount,
} from "@pulumi/kubernetes/core/v1/index.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/index.js";
import { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1/index.js";
import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { timeouts } from "../kubernetes/waits.js";
import { explainer, type RegisteredStep } from "./explainer.js";
import { EXPLAINING } from "./explainFailure.js";
import type { Kind, Manifests, ResourceOf, ResourceSpec, Resources } from "./resourceSpec.js";

/**
 * Registers the resources of a component as children of `parent`, in the given order. Each spec must come after the specs
 * that it depends on. `timeout` is the wait in seconds for every spec without its own. Default: the provider's.
 */
export function register(
  parent: Resource,
  specs: readonly ResourceSpec[],
  timeout?: number,
  explaining = EXPLAINING,
): ResourceOf {
  const resources = new Map<ResourceSpec, Resources[Kind]>();
  const resourceOf = <K extends Kind>(spec: ResourceSpec<K>) => {
    const resource = resources.get(spec);
    if (!resource) throw new Error(`${spec.kind} ${spec.resource} is used before it is registered`);
    return resource as Resources[K];
  };
  const explain = explainer(parent, specs, explaining);
  for (const spec of specs) {
    const manifest = typeof spec.manifest === "function" ? spec.manifest(resourceOf) : spec.manifest;
    const make = CREATE[spec.kind] as Create<Kind>;
    const resource = make(spec.resource, manifest, {
      parent,
      ...optionsOf(spec, resourceOf, timeout),
      ...explain.options(spec),
    });
    explain.registered(spec, {
      resource,
      dependsOn: spec.dependsOn.map(resourceOf),
      metadata: manifest.metadata as RegisteredStep["metadata"], // the manifest of a route allows any fields
      timeout: spec.timeout ?? timeout,
    });
    resources.set(spec, resource);
  }
  return resourceOf;
}

/** The resources of specs that have keys, by the same keys. */
export function resourcesByKey<K extends Kind>(
  specs: Readonly<Record<string, ResourceSpec<K>>>,
  resourceOf: ResourceOf,
): Readonly<Record<string, Resources[K]>> {
  return Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, resourceOf(spec)]));
}

function optionsOf(
  spec: ResourceSpec,
  resourceOf: ResourceOf,
  defaultTimeout: number | undefined,
): CustomResourceOptions {
  const { timeout = defaultTimeout, ignoreChanges, retainOnDelete } = spec;
  return {
    dependsOn: spec.dependsOn.map(resourceOf),
    ...(timeout !== undefined && { customTimeouts: timeouts(timeout) }),
    ...(ignoreChanges && { ignoreChanges: [...ignoreChanges] }),
    ...(retainOnDelete !== undefined && { retainOnDelete }),
  };
}

type Create<K extends Kind> = (
  name: string,
  manifest: Manifests[K],
  options: CustomResourceOptions,
) => Resources[K];

const CREATE: { readonly [K in Kind]: Create<K> } = {
  Deployment: (name, manifest, options) => new Deployment(name, manifest, options),
  DaemonSet: (name, manifest, options) => new DaemonSet(name, manifest, options),
  DaemonSetPatch: (name, manifest, options) => new DaemonSetPatch(name, manifest, options),
  Service: (name, manifest, options) => new Service(name, manifest, options),
  ConfigMap: (name, manifest, options) => new ConfigMap(name, manifest, options),
  ConfigMapPatch: (name, manifest, options) => new ConfigMapPatch(name, manifest, options),
  Secret: (name, manifest, options) => new Secret(name, manifest, options),
  ServiceAccount: (name, manifest, options) => new ServiceAccount(name, manifest, options),
  HorizontalPodAutoscaler: (name, manifest, options) => new HorizontalPodAutoscaler(name, manifest, options),
  PodDisruptionBudget: (name, manifest, options) => new PodDisruptionBudget(name, manifest, options),
  ClusterRoleBinding: (name, manifest, options) => new ClusterRoleBinding(name, manifest, options),
  Route: (name, manifest, options) => new CustomResource(name, manifest, options),
};
