import type { Input } from "@pulumi/pulumi";
import { LABELS } from "../../contract/names.js";
import { mapInput } from "../../diagnostics/inputs.js";
import { type ConfigKind, nameReferences } from "../../kubernetes/configReferences.js";
import type { CommonMetadata } from "../../kubernetes/labels.js";
import type { ResourceOf, ResourceSpec } from "../../resources/resourceSpec.js";
import type { ConfigObject, VersionConfig } from "./check.js";

/** The resources of an app's ConfigMaps and Secrets. */
export class ConfigSpecs {
  readonly #specs: ReadonlyMap<ConfigObject, ResourceSpec<ConfigKind>>;

  constructor(objects: readonly ConfigObject[], metadata: CommonMetadata) {
    this.#specs = new Map(objects.map((object) => [object, specOf(object, metadata)]));
  }

  /** Every object, in the order of the arguments. */
  get all(): ResourceSpec[] {
    return [...this.#specs.values()];
  }

  /** The objects that must exist before the pods of a version start. */
  of({ known }: VersionConfig): ResourceSpec[] {
    const objects = [...known.ConfigMap.values(), ...known.Secret.values()];
    return objects.flatMap((object) => this.#specs.get(object) ?? []);
  }

  /** The template of a version with the names that the objects have in the cluster. */
  nameIn<T>(template: Input<T>, { known }: VersionConfig, resourceOf: ResourceOf): Input<T> {
    if (known.ConfigMap.size === 0 && known.Secret.size === 0) return template;
    return nameReferences(template, (kind, shortName) => {
      const object = known[kind].get(shortName);
      const spec = object && this.#specs.get(object);
      if (!spec) return undefined;
      return object.versioned ? resourceOf(spec).metadata.name : object.resource;
    });
  }
}

/** Pulumi generates the name of a versioned object, so its metadata has none. */
function specOf(
  { kind, shortName, resource, versioned, type, content }: ConfigObject,
  common: CommonMetadata,
): ResourceSpec<ConfigKind> {
  const labels = mapInput(common.labels, (given) => ({ ...given, [LABELS.config]: shortName }));
  return {
    kind,
    resource,
    name: resource,
    manifest: {
      metadata: { ...(!versioned && { name: resource }), ...common, labels },
      ...(versioned && { immutable: true }),
      ...(type !== undefined && { type }),
      ...content,
    },
    dependsOn: [],
  } as ResourceSpec<ConfigKind>;
}
