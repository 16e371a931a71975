import type { LiveEvent, LivePod } from "./objects.js";
import { needsEvents } from "./pods.js";
import type { ClusterReader } from "./reader.js";

/** The query of a list of the objects with these labels: `?labelSelector=…`. */
export function selectorQuery(labels: Readonly<Record<string, string>>): string {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return `?labelSelector=${encodeURIComponent(selector.join(","))}`;
}

/** The items of a list; empty if the API does not exist. */
export async function readList<T>(reader: ClusterReader, path: string): Promise<readonly T[]> {
  const list = (await reader.get(path)) as { items?: readonly T[] } | undefined;
  return list?.items ?? [];
}

/** Pods whose events are read. Pods of one template usually have one reason. */
const EXAMPLES = 4;

/**
 * The events of some of the pods whose status does not show why they are not ready. A user who may not read events still
 * gets what the status shows.
 */
export async function readEvents(
  reader: ClusterReader,
  namespace: string,
  pods: readonly LivePod[],
): Promise<ReadonlyMap<LivePod, readonly LiveEvent[]>> {
  const events = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
  const unexplained = pods.filter(needsEvents).slice(0, EXAMPLES);
  const lists = await Promise.all(
    unexplained.map(async (pod): Promise<[LivePod, readonly LiveEvent[]]> => {
      const selector = `involvedObject.kind=Pod,involvedObject.name=${pod.metadata?.name ?? ""}`;
      const path = `${events}?fieldSelector=${encodeURIComponent(selector)}`;
      return [pod, await readList<LiveEvent>(reader, path).catch(() => [])];
    }),
  );
  return new Map(lists);
}
