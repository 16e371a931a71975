import type { Cluster, Live } from "./api.js";

/** Lets no new pod on these nodes, or lets pods on them again. */
export async function cordon(
  cluster: Cluster,
  nodes: readonly string[],
  unschedulable: boolean,
): Promise<void> {
  for (const name of nodes)
    await cluster.apply({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name },
      spec: { unschedulable },
    } as Live);
}

/** The names of all nodes. */
export async function nodesOf(cluster: Cluster): Promise<string[]> {
  return (await cluster.list("v1", "Node")).map(({ metadata }) => metadata?.name ?? "");
}
