import { CustomResource } from "@pulumi/kubernetes/apiextensions/index.js";
import { Deployment } from "@pulumi/kubernetes/apps/v1/index.js";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/index.js";
import { ConfigMap, Secret, Service } from "@pulumi/kubernetes/core/v1/index.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/index.js";
import type { ComponentResource, CustomResourceOptions } from "@pulumi/pulumi";
import { timeouts } from "../kubernetes/deployment.js";
import type { Kind, Manifests, Part } from "./part.js";

/** The resources that the parts of a release become. */
export interface Resources {
  Deployment: Deployment;
  Service: Service;
  PodDisruptionBudget: PodDisruptionBudget;
  ConfigMap: ConfigMap;
  Secret: Secret;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  Route: CustomResource;
}

/** Finds the resource of a part. */
export type Registered = <K extends Kind>(part: Part<K>) => Resources[K];

const create: {
  [K in Kind]: (name: string, manifest: Manifests[K], options: CustomResourceOptions) => Resources[K];
} = {
  Deployment: (name, manifest, options) => new Deployment(name, manifest, options),
  Service: (name, manifest, options) => new Service(name, manifest, options),
  PodDisruptionBudget: (name, manifest, options) => new PodDisruptionBudget(name, manifest, options),
  ConfigMap: (name, manifest, options) => new ConfigMap(name, manifest, options),
  Secret: (name, manifest, options) => new Secret(name, manifest, options),
  HorizontalPodAutoscaler: (name, manifest, options) => new HorizontalPodAutoscaler(name, manifest, options),
  Route: (name, manifest, options) => new CustomResource(name, manifest, options),
};

/** Registers the parts as children of `parent`, each after those it waits for. A part stands behind what it waits for. */
export function register(parent: ComponentResource, parts: readonly Part[], timeout: number): Registered {
  const resources = new Map<Part, Resources[Kind]>();
  const find = <K extends Kind>(part: Part<K>) => resources.get(part) as Resources[K];
  for (const part of parts) {
    const options = {
      parent,
      customTimeouts: timeouts(timeout),
      dependsOn: part.after.map(find),
      ...(part.ignoreChanges && { ignoreChanges: [...part.ignoreChanges] }),
    };
    const make = create[part.kind] as (
      name: string,
      manifest: unknown,
      options: CustomResourceOptions,
    ) => Resources[Kind];
    const resource = make(part.resource, part.manifest, options);
    resources.set(part, resource);
    part.named?.(resource.metadata.name);
  }
  return find;
}
