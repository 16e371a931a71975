import type { input } from "@pulumi/kubernetes/types";
import type { Input, Output } from "@pulumi/pulumi";
import type { RouteManifest } from "../kubernetes/gatewayRoute.js";
import type { Labels } from "../kubernetes/labels.js";

/** The manifests a release is made of, by what they are for. */
export interface Manifests {
  Deployment: input.apps.v1.Deployment;
  Service: input.core.v1.Service;
  PodDisruptionBudget: input.policy.v1.PodDisruptionBudget;
  ConfigMap: input.core.v1.ConfigMap;
  Secret: input.core.v1.Secret;
  HorizontalPodAutoscaler: input.autoscaling.v2.HorizontalPodAutoscaler;
  Route: RouteManifest;
}

/** What an object of a release is for. */
export type Kind = keyof Manifests;

/** A manifest with a plain name. Only a ConfigMap or Secret may be without one: Pulumi names it then. */
export type Named<M> = Omit<M, "metadata"> & {
  metadata: { name?: string; namespace?: Input<string>; labels?: Input<Labels>; annotations?: Input<Labels> };
};

/** A manifest, and the name of the resource it becomes. They differ for an object that was taken over. */
export interface Draft<K extends Kind> {
  readonly resource: string;
  readonly manifest: Named<Manifests[K]>;
  /** What must stand before this object, whatever the order of the release: the configuration that pods read. */
  readonly needs?: readonly Part[];
  /** Told the object's name when that is known only after its registration. */
  readonly named?: (name: Output<string>) => void;
  /** Paths of the fields that something else writes once the object stands. */
  readonly ignoreChanges?: readonly string[];
}

/** One object of a release, and what must be ready before it is touched. Plain data: nothing is registered yet. */
export interface Part<K extends Kind = Kind> extends Draft<K> {
  readonly kind: K;
  /** Name of the object; of the resource where Pulumi names the object. */
  readonly name: string;
  /** The parts that are ready before this one is created or changed. */
  readonly after: readonly Part[];
}

/** Tells the parts of one kind. */
export function isPart<K extends Kind>(kind: K): (part: Part) => part is Part<K> {
  return (part): part is Part<K> => part.kind === kind;
}

/** Makes a part that waits for `after`. */
export function part<K extends Kind>(kind: K, draft: Draft<K>, after: readonly Part[] = []): Part<K> {
  const name = draft.manifest.metadata.name ?? draft.resource;
  return { ...draft, kind, name, after: [...(draft.needs ?? []), ...after] };
}
