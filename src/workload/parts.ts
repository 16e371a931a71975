import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { Labels } from "./identity.js";
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

/** A manifest whose name is known: every object of a release has an explicit, stable one. */
export type Named<M> = Omit<M, "metadata"> & {
  metadata: { name: string; namespace?: Input<string>; labels?: Input<Labels>; annotations?: Input<Labels> };
};

/** A manifest, and the name of the resource it becomes. They differ for an object that was taken over. */
export interface Draft<K extends Kind> {
  readonly resource: string;
  readonly manifest: Named<Manifests[K]>;
}

/** One object of a release, and what must be ready before it is touched. Plain data: nothing is registered yet. */
export interface Part<K extends Kind = Kind> extends Draft<K> {
  readonly kind: K;
  /** Name of the object. */
  readonly name: string;
  /** The parts that are ready before this one is created or changed. */
  readonly after: readonly Part[];
}

/** Makes a part that waits for `after`. */
export function part<K extends Kind>(kind: K, draft: Draft<K>, after: readonly Part[] = []): Part<K> {
  return { ...draft, kind, name: draft.manifest.metadata.name, after };
}
