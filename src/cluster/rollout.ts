import { readEvents, readList, selectorQuery } from "./lists.js";
import { conditionOf, type LiveDeployment, type LivePod, type LiveReplicaSet } from "./objects.js";
import { type PodState, podState } from "./pods.js";
import type { ClusterReader } from "./reader.js";
import { type Reason, reasonOf } from "./reason.js";

/** The live state of one Deployment. */
export interface Rollout {
  readonly namespace: string;
  /** Name of the Deployment. */
  readonly name: string;
  /** Pods that the Deployment asks for in all. */
  readonly replicas: number;
  /** The pods of the current template, and how many of them the Deployment asks for at this moment of the rollout. */
  readonly current: { readonly wanted: number; readonly pods: readonly PodState[] };
  /** The pods of earlier templates. */
  readonly older: readonly PodState[];
  /** Why pods are not created, such as a quota. */
  readonly failure: Reason | undefined;
  /** Kubernetes' own verdict on a rollout without progress, `ProgressDeadlineExceeded`. */
  readonly stalled: Reason | undefined;
  readonly paused: boolean;
  /** Whether the Deployment controller has seen the last change. */
  readonly observed: boolean;
}

/** Reads a Deployment, its ReplicaSets, its pods and their events; undefined if there is no such Deployment. */
export async function readRollout(
  reader: ClusterReader,
  namespace: string,
  name: string,
  now: number = Date.now(),
): Promise<Rollout | undefined> {
  const core = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const apps = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}`;
  const deployment = (await reader.get(`${apps}/deployments/${encodeURIComponent(name)}`)) as
    | LiveDeployment
    | undefined;
  if (!deployment) return undefined;
  const query = selectorQuery(deployment.spec?.selector?.matchLabels ?? {});
  const [sets, pods] = await Promise.all([
    readList<LiveReplicaSet>(reader, `${apps}/replicasets${query}`),
    readList<LivePod>(reader, `${core}/pods${query}`),
  ]);
  const eventsByPod = await readEvents(reader, namespace, pods);
  return rolloutOf(deployment, sets, pods, (pod) => podState(pod, eventsByPod.get(pod), now));
}

/** The state of a Deployment, from what a cluster answers. */
export function rolloutOf(
  deployment: LiveDeployment,
  sets: readonly LiveReplicaSet[],
  pods: readonly LivePod[],
  stateOf: (pod: LivePod) => PodState,
): Rollout {
  const { metadata, spec, status } = deployment;
  const own = sets.filter((set) => isOwnedBy(set, metadata?.uid));
  const current = own.find((set) => revisionOf(set) === revisionOf(deployment));
  const isCurrent = (pod: LivePod) => isOwnedBy(pod, current?.metadata?.uid);
  const isOlder = (pod: LivePod) => !isCurrent(pod) && own.some((set) => isOwnedBy(pod, set.metadata?.uid));
  // Kubernetes replaces a failed pod, and keeps it only for its log.
  const kept = pods.filter((pod) => pod.status?.phase !== "Failed");
  const failing =
    conditionOf(status?.conditions, "ReplicaFailure") ??
    conditionOf(current?.status?.conditions, "ReplicaFailure");
  const progress = conditionOf(status?.conditions, "Progressing");
  const replicas = spec?.replicas ?? 1;
  return {
    namespace: metadata?.namespace ?? "",
    name: metadata?.name ?? "",
    replicas,
    current: {
      wanted: current?.spec?.replicas ?? replicas,
      pods: kept.filter(isCurrent).map(stateOf),
    },
    older: kept.filter(isOlder).map(stateOf),
    failure:
      failing?.status === "True" ? reasonOf(failing.reason ?? "ReplicaFailure", failing.message) : undefined,
    stalled:
      progress?.status === "False" ? reasonOf(progress.reason ?? "Progressing", progress.message) : undefined,
    paused: spec?.paused === true,
    observed: (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0),
  };
}

function isOwnedBy(object: LiveReplicaSet | LivePod, uid: string | undefined): boolean {
  return uid !== undefined && (object.metadata?.ownerReferences ?? []).some((owner) => owner.uid === uid);
}

function revisionOf({ metadata }: LiveDeployment | LiveReplicaSet): string | undefined {
  return metadata?.annotations?.["deployment.kubernetes.io/revision"];
}
