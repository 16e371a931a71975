import type { Kind, Manifests, ResourceSpec } from "../../src/resources/resourceSpec.js";
import type { StepFailure } from "../../src/resources/stepFailure.js";

/** The manifest of a spec that needs no other resource's outputs. */
export function manifestOf<K extends Kind>({ manifest }: ResourceSpec<K>): Manifests[K] {
  if (typeof manifest !== "function") return manifest as Manifests[K];
  return manifest((other) => {
    throw new Error(`needs ${other.kind} ${other.resource}`);
  });
}

/** What explains a failed step of the spec with this kind and resource: `Deployment shop-blue`. */
export function failureOf(specs: readonly ResourceSpec[], named: string): StepFailure | undefined {
  const spec = specs.find(({ kind, resource }) => `${kind} ${resource}` === named);
  if (!spec) throw new Error(`no ${named}`);
  return spec.failure;
}
