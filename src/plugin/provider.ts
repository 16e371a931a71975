import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { Provider } from "@pulumi/pulumi/provider/index.js";
import { construct } from "./construct.js";

/** The part of the schema that is read here. */
interface Schema {
  readonly version: string;
  /** The components by type token, with what each gives to the program. */
  readonly resources: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>> }>>;
}

/** The components as a provider. `schema` is the package's schema as JSON text. */
export function pluginProvider(schema: string): Provider {
  readKubernetesProviders();
  const { version, resources } = JSON.parse(schema) as Schema;
  return {
    version,
    schema,
    construct: (name, type, inputs, options) => {
      const outputs = Object.keys(resources[type]?.properties ?? {});
      return construct({ name, type, inputs, options, outputs });
    },
  };
}

/**
 * Lets the SDK read an explicit Kubernetes provider of the program. Without its settings, the components would read the
 * cluster of the machine's kubeconfig instead of the provider's. The index of the SDK does the same, but loads every kind.
 */
function readKubernetesProviders(): void {
  pulumi.runtime.registerResourcePackage("kubernetes", {
    constructProvider: (name, _type, urn) => new KubernetesProvider(name, undefined, { urn }),
  });
}
