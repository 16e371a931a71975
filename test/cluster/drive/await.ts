import type { Cluster, Live } from "../cluster/api.js";
import { sleep } from "../commands.js";
import { condition } from "./conditions.js";

/** Milliseconds for which the endpoints of a Service must not change before the provider continues. */
const SETTLED = 10_000;

/**
 * Waits for an object exactly as pulumi-kubernetes does after a write, because the test covers the wait.
 *
 * The provider's wait for a Deployment starts with a list from the API server's cache, which may be older than its write.
 * The old Deployment is rolled out, so the wait ends at once. `before` is that older object.
 */
export async function awaitObject(
  cluster: Cluster,
  object: Live,
  seconds: number,
  before?: Live,
): Promise<void> {
  const annotations = object.metadata?.annotations ?? {};
  if (annotations["pulumi.com/skipAwait"] === "true") return;
  const conditions = annotations["pulumi.com/waitFor"];
  const check = conditions
    ? waitFor(conditions)
    : object.kind === "Deployment"
      ? rolledOut
      : object.kind === "Service"
        ? endpointsSettled()
        : undefined;
  if (!check) return;
  if (before && check === rolledOut && (await rolledOut(cluster, before)) === undefined) return;
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const { apiVersion = "", kind = "", metadata } = object;
    const missing = await check(cluster, await cluster.read(apiVersion, kind, metadata?.name ?? ""));
    if (missing === undefined) return;
    if (Date.now() > end) throw new Error(`${kind} ${metadata?.name}: not ready in ${seconds} s: ${missing}`);
    await sleep(200);
  }
}

/** Returns what is still missing; undefined when nothing is. */
type Check = (cluster: Cluster, live: Live) => Promise<string | undefined>;

/** The controller has observed the spec, and all pods of the newest ReplicaSet are ready. */
const rolledOut: Check = async (cluster, live) => {
  const wanted = Number(live.spec?.replicas);
  if (notYetSeen(live)) return "not yet seen";
  if (wanted === 0) return undefined;
  const conditions = (live.status?.conditions ?? []) as {
    type: string;
    status: string;
    reason: string;
    message: string;
  }[];
  const progressing = conditions.find(({ type }) => type === "Progressing");
  const available = conditions.find(({ type }) => type === "Available");
  if (progressing?.reason !== "NewReplicaSetAvailable") return progressing?.message ?? "not progressing";
  if (available?.status !== "True") return available?.message ?? "not available";
  const revision = "deployment.kubernetes.io/revision";
  const sets = await cluster.list("apps/v1", "ReplicaSet");
  const newest = sets.find(
    (set) =>
      set.metadata?.ownerReferences?.some(({ uid }) => uid === live.metadata?.uid) &&
      set.metadata?.annotations?.[revision] === live.metadata?.annotations?.[revision],
  );
  const ready = Number(newest?.status?.readyReplicas ?? 0);
  return ready >= wanted ? undefined : `${ready} of ${wanted} pods ready`;
};

interface Endpoint {
  readonly conditions?: { readonly ready?: boolean; readonly terminating?: boolean };
}

/** The endpoints are all ready, and have not changed for ten seconds. */
function endpointsSettled(): Check {
  let seen = "";
  let since = Date.now();
  return async (cluster, service) => {
    const slices = await cluster.list(
      "discovery.k8s.io/v1",
      "EndpointSlice",
      `kubernetes.io/service-name=${service.metadata?.name}`,
    );
    const now = slices.map(({ metadata }) => metadata?.resourceVersion).join();
    if (now !== seen) since = Date.now();
    seen = now;
    const endpoints = slices.flatMap((slice) => (slice.endpoints ?? []) as Endpoint[]);
    // The provider also accepts a Service whose selector matches no pod.
    if (endpoints.some(({ conditions: at }) => !at?.ready && !at?.terminating))
      return "some endpoints are not ready";
    return Date.now() - since >= SETTLED ? undefined : "its endpoints have just changed";
  };
}

/** The conditions of the annotation: `jsonpath={.status.x}=value`, or `jsonpath={[?@.x>1&&@.x==@.y]}` of any field. */
function waitFor(annotation: string): Check {
  const conditions = (JSON.parse(annotation) as string[]).map((text) => ({ text, holds: condition(text) }));
  return async (_, live) => {
    // As in the provider, a status from before the write does not count, where it says from when it is.
    if (live.status?.observedGeneration !== undefined && notYetSeen(live))
      return "not yet seen by its controller";
    return conditions.find(({ holds }) => !holds(live))?.text;
  };
}

function notYetSeen({ status, metadata }: Live): boolean {
  return Number(status?.observedGeneration ?? 0) < Number(metadata?.generation);
}
