import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { Labels } from "./identity.js";
import type { RouteManifest } from "./route.js";

/** The manifests a release is made of, by what they are for. */
export interface Manifests {
  Deployment: input.apps.v1.Deployment;
  Service: input.core.v1.Service;
  PodDisruptionBudget: input.policy.v1.PodDisruptionBudget;
  HorizontalPodAutoscaler: input.autoscaling.v2.HorizontalPodAutoscaler;
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
  /** Paths of the fields that something else writes once the object stands. */
  readonly ignoreChanges?: readonly string[];
}

/** One object of a release, and what must be ready before it is touched. Plain data: nothing is registered yet. */
export interface Part<K extends Kind = Kind> extends Draft<K> {
  readonly kind: K;
  /** Name of the object. */
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
  return { ...draft, kind, name: draft.manifest.metadata.name, after };
}
