import { CLUSTER_SETTINGS } from "../../contract/names.js";
import type { PlannedResource } from "../engine/resources.js";
import { nameOf } from "../engine/urn.js";
import { type Marked, type Properties, reveal } from "../engine/values.js";
import { shortHash } from "./hash.js";

/** The name of the cluster that objects without an explicit provider are in. */
export const DEFAULT_CLUSTER = "default";

/**
 * Returns a function that names the cluster of each resource. Two providers are of one cluster if they connect in the same
 * way: their namespaces do not matter. A provider whose connection is known only after an update is a cluster of its own.
 *
 * The name is that of the provider. `defaults` is the configuration of the default provider.
 */
export function clustersOf(
  resources: readonly PlannedResource[],
  defaults: Properties = {},
): (resource: PlannedResource) => string {
  const names = new Map<string, string>([[connectionOf(defaults, ""), DEFAULT_CLUSTER]]);
  const taken = new Set([DEFAULT_CLUSTER]);
  const byUrn = new Map<string, string>();
  for (const { urn, inputs } of providersOf(resources)) {
    const connection = connectionOf(inputs, urn);
    const name = names.get(connection) ?? freeName(urn, taken);
    names.set(connection, name);
    taken.add(name);
    byUrn.set(urn, name);
  }
  return ({ provider }) => {
    if (provider === undefined) return DEFAULT_CLUSTER;
    const urn = provider.slice(0, provider.lastIndexOf("::"));
    return byUrn.get(urn) ?? nameOf(urn);
  };
}

/** In the order of their URNs, so that two runs give the same names. */
function providersOf(resources: readonly PlannedResource[]): PlannedResource[] {
  return resources
    .filter(({ type }) => type === "pulumi:providers:kubernetes")
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/**
 * How a provider connects, as text that is equal for equal connections. It may contain secrets. The SDK copies the variable
 * KUBECONFIG into explicit providers, where it means the same as no kubeconfig.
 */
function connectionOf(inputs: Properties, urn: string): string {
  const values = CLUSTER_SETTINGS.map((key) => reveal(inputs[key]) ?? "").map((value) =>
    value === process.env.KUBECONFIG ? "" : value,
  );
  return values.every((value: Marked) => typeof value === "string") ? JSON.stringify(values) : urn;
}

/** The name of a provider. One that another cluster has gets a suffix that stays the same from run to run. */
function freeName(urn: string, taken: ReadonlySet<string>): string {
  const name = nameOf(urn);
  return taken.has(name) ? `${name}-${shortHash(urn)}` : name;
}
