import type { Kind, Manifests, ResourceSpec } from "../../src/resources/resourceSpec.js";

/** The manifest of a spec that needs no other resource's outputs. */
export function manifestOf<K extends Kind>({ manifest }: ResourceSpec<K>): Manifests[K] {
  if (typeof manifest !== "function") return manifest as Manifests[K];
  return manifest((other) => {
    throw new Error(`needs ${other.kind} ${other.resource}`);
  });
}
