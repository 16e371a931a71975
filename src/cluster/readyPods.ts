import { conditionOf, type LiveMetadata, type LivePod } from "./objects.js";
import type { ClusterReader } from "./reader.js";

/** The labels of a pod. */
export type PodLabels = Readonly<Record<string, string>>;

/**
 * The labels of each ready pod that a Service selects: those that get its new connections. Undefined if there is no such
 * Service, or if it selects nothing.
 */
export async function readReadyPods(
  reader: ClusterReader,
  namespace: string,
  service: string,
): Promise<readonly PodLabels[] | undefined> {
  const core = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const live = (await reader.get(`${core}/services/${encodeURIComponent(service)}`)) as
    | LiveService
    | undefined;
  const selector = Object.entries(live?.spec?.selector ?? {});
  if (selector.length === 0) return undefined;
  const query = selector.map(([key, value]) => `${key}=${value}`).join(",");
  const list = (await reader.get(`${core}/pods?labelSelector=${encodeURIComponent(query)}`)) as
    | { items?: readonly LivePod[] }
    | undefined;
  return (list?.items ?? []).filter(getsConnections).map(({ metadata }) => metadata?.labels ?? {});
}

interface LiveService {
  readonly metadata?: LiveMetadata;
  readonly spec?: { readonly selector?: PodLabels };
}

function getsConnections({ metadata, status }: LivePod): boolean {
  return (
    metadata?.deletionTimestamp === undefined && conditionOf(status?.conditions, "Ready")?.status === "True"
  );
}
