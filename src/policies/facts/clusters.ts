import { CLUSTER_SETTINGS } from "../../contract/names.js";
import { getPath, plain, Unknown } from "./unknown.js";

/** The part of a provider resource that policies see. */
export interface ProviderLike {
  readonly urn: string;
  readonly props: Record<string, unknown>;
}

/** The cluster of the current kubeconfig. */
const CURRENT = "";

/**
 * Returns a key of the cluster that a provider manages. Two provider resources with the same settings have the same
 * key: a program may use one for each namespace. A provider with an unknown setting is a cluster of its own.
 */
export function clusterOf(provider: ProviderLike | undefined): string {
  if (!provider) return CURRENT;
  const props = plain(provider.props);
  const settings = CLUSTER_SETTINGS.map((name) => getPath(props, name));
  if (settings.some((value) => value instanceof Unknown)) return provider.urn;
  // An explicit provider copies the environment's kubeconfig into its settings, the default one does not.
  const chosen = settings.map((value) => (value === process.env.KUBECONFIG ? undefined : value || undefined));
  return chosen.every((value) => value === undefined) ? CURRENT : JSON.stringify(chosen);
}
