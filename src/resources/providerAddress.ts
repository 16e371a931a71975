import * as pulumi from "@pulumi/pulumi";
import type { ClusterAddress } from "../cluster/reader.js";
import { CLUSTER_SETTINGS } from "../contract/names.js";
import { knownValue } from "./engine.js";

/** Where the Kubernetes provider of a resource applies to. */
export interface ProviderAddress extends ClusterAddress {
  /** The namespace of objects that name none. Default: that of the context. */
  readonly namespace?: string | undefined;
  /** Whether the provider writes files instead, so that there is no cluster to read. */
  readonly rendersYaml: boolean;
}

/** The settings of the provider, by their names in the configuration and on the provider's resource alike. */
const SETTINGS = [...CLUSTER_SETTINGS, "namespace"] as const;
type Settings = Readonly<Partial<Record<(typeof SETTINGS)[number], unknown>>>;

/**
 * Finds where the provider of `resource` applies to: the explicit provider, or the default one with the configuration of the
 * stack. Reads the configuration at once, because a later call may be outside the context of the program.
 */
export function providerAddress(resource: pulumi.Resource): () => Promise<ProviderAddress> {
  // pulumi.Config warns about a secret kubeconfig that is read as plain text.
  const configured: Settings = Object.fromEntries(
    SETTINGS.map((name) => [name, pulumi.runtime.getConfig(`kubernetes:${name}`)]),
  );
  return async () => {
    // The inputs of a provider are properties of its resource, which the type does not declare.
    const provider = resource.getProvider("kubernetes:apps/v1:Deployment") as unknown as Settings | undefined;
    const given = provider ? SETTINGS.map((name) => knownValue(provider[name])) : undefined;
    const values = given ? await Promise.all(given) : SETTINGS.map((name) => configured[name]);
    const [kubeconfig, context, cluster, rendered, namespace] = values.map(textOf);
    return { kubeconfig, context, cluster, namespace, rendersYaml: rendered !== undefined };
  };
}

/** An empty text is none, as for the provider. A kubeconfig may also be an object. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
