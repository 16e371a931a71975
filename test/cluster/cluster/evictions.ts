import { eventually } from "../commands.js";
import type { Cluster, Live } from "./api.js";

/** Seconds for all evictions: a budget lets the next pod go when the one before has its successor. */
const LONGEST = 180;

/**
 * Evicts pods as `kubectl drain` does: all are asked to go at once, and asked again while a budget holds them back. Waits
 * until every Deployment has all its pods again. Returns how often a budget held one back.
 */
export async function evictAll(cluster: Cluster, pods: readonly Live[]): Promise<number> {
  let heldBack = 0;
  const evict = async ({ metadata }: Live) => {
    const name = metadata?.name ?? "";
    await eventually(`${name} is evicted`, LONGEST, async () => {
      if (await cluster.evict(name)) return;
      heldBack++;
      throw new Error("its budget holds it back");
    });
  };
  await Promise.all(pods.map(evict));
  await allReady(cluster);
  return heldBack;
}

/** Waits until all pods of every Deployment are ready. A held pod is ready, and never available. */
export async function allReady(cluster: Cluster): Promise<void> {
  await eventually("every Deployment has its pods", LONGEST, async () => {
    for (const { metadata, spec, status } of await cluster.list("apps/v1", "Deployment")) {
      const wanted = Math.max(Number(spec?.replicas), Number(status?.replicas ?? 0));
      const ready = Number(status?.readyReplicas ?? 0);
      if (ready < wanted) throw new Error(`${metadata?.name} has ${ready} of ${wanted}`);
    }
  });
}
