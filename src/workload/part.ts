import type { Input, Output } from "@pulumi/pulumi";
import type { Labels } from "../kubernetes/labels.js";
import type { Kind, Manifests, ResourceSpec } from "../resources/resourceSpec.js";

/** A manifest with a plain name. Only a ConfigMap or Secret may be without one: Pulumi names it then. */
type Named<M> = Omit<M, "metadata"> & {
  metadata: { name?: string; namespace?: Input<string>; labels?: Input<Labels>; annotations?: Input<Labels> };
};

/** A manifest, and the name of the resource it becomes. They differ for an object that was taken over. */
export interface Draft<K extends Kind> {
  readonly resource: string;
  readonly manifest: Named<Manifests[K]>;
  /** What must stand before this object, whatever the order of the release: the configuration that pods read. */
  readonly needs?: readonly ResourceSpec[];
  readonly named?: (name: Output<string>) => void;
  readonly ignoreChanges?: readonly string[];
}

/** One object of a release, and what must be ready before it is touched. */
export interface Part<K extends Kind = Kind> extends ResourceSpec<K> {
  readonly manifest: Manifests[K] & Named<Manifests[K]>;
}

/** Makes a part that waits for `after`. */
export function part<K extends Kind>(kind: K, draft: Draft<K>, after: readonly ResourceSpec[] = []): Part<K> {
  const { needs = [], ...spec } = draft;
  const name = draft.manifest.metadata.name ?? draft.resource;
  return { ...spec, kind, name, dependsOn: [...needs, ...after] } as unknown as Part<K>;
}

/** Tells the parts of one kind. */
export function isPart<K extends Kind>(kind: K): (part: Part) => part is Part<K> {
  return (part): part is Part<K> => part.kind === kind;
}
