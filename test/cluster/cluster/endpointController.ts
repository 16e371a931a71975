import { eventually } from "../commands.js";
import type { Cluster, Live } from "./api.js";

const PROBE = "probe";
const SLICE = ["discovery.k8s.io/v1", "EndpointSlice"] as const;

/**
 * Waits until the controller of EndpointSlices follows the cluster. After an outage of the API server it has old data and
 * tries again after longer and longer pauses. Meanwhile no node hears which pods end. It shows that it follows when it
 * replaces a slice that was deleted.
 */
export async function endpointsFollow(cluster: Cluster): Promise<void> {
  const spec = { selector: { app: PROBE }, ports: [{ port: 80 }] };
  await cluster.apply({ apiVersion: "v1", kind: "Service", metadata: { name: PROBE }, spec } as Live);
  const first = await newSlice(cluster, []);
  await cluster.remove(...SLICE, first);
  await newSlice(cluster, [first]);
  await cluster.remove("v1", "Service", PROBE);
}

/** The name of a slice of the probe that is none of these. */
function newSlice(cluster: Cluster, old: readonly string[]): Promise<string> {
  return eventually("the endpoint controller follows", 180, async () => {
    const slices = await cluster.list(...SLICE, `kubernetes.io/service-name=${PROBE}`);
    const found = slices.map(({ metadata }) => metadata?.name ?? "").find((name) => !old.includes(name));
    if (found === undefined) throw new Error("its probe has no new slice");
    return found;
  });
}
