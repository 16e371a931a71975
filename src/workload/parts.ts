import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { RouteManifest } from "./route.js";

/** The manifests a release is made of, by what they are for. */
export interface Manifests {
  Deployment: input.apps.v1.Deployment;
  Service: input.core.v1.Service;
  PodDisruptionBudget: input.policy.v1.PodDisruptionBudget;
  Route: RouteManifest;
}

/** What an object of a release is for. */
export type Kind = keyof Manifests;

/** One object of a release, and what must be ready before it is touched. Plain data: nothing is registered yet. */
export interface Part<K extends Kind = Kind> {
  readonly kind: K;
  /** Name of the object, and of its resource. */
  readonly name: string;
  readonly manifest: Manifests[K];
  /** The parts that are ready before this one is created or changed. */
  readonly after: readonly Part[];
}

/** A manifest whose name is known: every object of a release has an explicit, stable one. */
export type Named<M> = M & { metadata: { name: string; labels?: Input<Record<string, Input<string>>> } };

/** Makes a part that waits for `after`. */
export function part<K extends Kind>(
  kind: K,
  manifest: Named<Manifests[K]>,
  after: readonly Part[] = [],
): Part<K> {
  return { kind, name: manifest.metadata.name, manifest, after };
}
