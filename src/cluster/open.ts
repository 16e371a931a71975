import { openWithClient } from "./client.js";
import { openWithKubectl } from "./kubectl.js";
import { type ClusterAddress, type ClusterReader, type OpenReader, ReadError } from "./reader.js";

/**
 * Opens a cluster with the package `@kubernetes/client-node`, or else with kubectl. Nothing is loaded before this call.
 * Rejects with a ReadError if neither is installed, and if the kubeconfig cannot be read.
 */
export async function openCluster(
  address: ClusterAddress = {},
  ways: readonly OpenReader[] = [openWithClient, openWithKubectl],
): Promise<ClusterReader> {
  for (const open of ways) {
    const reader = await open(address);
    if (reader) return reader;
  }
  throw new ReadError(
    "the cluster cannot be read: neither kubectl nor the package @kubernetes/client-node is installed; " +
      "install kubectl, or run npm install @kubernetes/client-node",
  );
}
