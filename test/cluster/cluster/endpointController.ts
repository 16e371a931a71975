import { eventually } from "../commands.js";
import type { Cluster, Live } from "./api.js";

const PROBE = "probe";

/**
 * Waits until the controller of EndpointSlices follows the cluster. After an outage of the API server it has old data and
 * tries again after longer and longer pauses. Meanwhile no node hears which pods end. It shows that it follows when a slice
 * gets a label that its Service got later.
 */
export async function endpointsFollow(cluster: Cluster): Promise<void> {
  let attempt = 0;
  let first: string | undefined;
  await eventually("the endpoint controller follows", 180, async () => {
    attempt += 1;
    const metadata = { name: PROBE, labels: { attempt: String(attempt) } };
    const spec = { selector: { app: PROBE }, ports: [{ port: 80 }] };
    await cluster.apply({ apiVersion: "v1", kind: "Service", metadata, spec } as Live);
    const ofProbe = `kubernetes.io/service-name=${PROBE}`;
    const [slice] = await cluster.list("discovery.k8s.io/v1", "EndpointSlice", ofProbe);
    const label = slice?.metadata?.labels?.attempt;
    first ??= label;
    if (label === first) throw new Error("the slice of its probe is as at first");
  });
  await cluster.remove("v1", "Service", PROBE);
}
