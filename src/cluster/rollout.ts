import {
  conditionOf,
  type LiveDeployment,
  type LiveEvent,
  type LivePod,
  type LiveReplicaSet,
} from "./objects.js";
import { needsEvents, type PodState, podState } from "./pods.js";
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

/** Pods whose events are read. Pods of one template usually have one reason. */
const EXAMPLES = 4;

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
  const labels = Object.entries(deployment.spec?.selector?.matchLabels ?? {});
  const query = `?labelSelector=${encodeURIComponent(labels.map(([key, value]) => `${key}=${value}`).join(","))}`;
  const [sets, pods] = await Promise.all([
    listOf<LiveReplicaSet>(reader, `${apps}/replicasets${query}`),
    listOf<LivePod>(reader, `${core}/pods${query}`),
  ]);
  const unexplained = pods.filter(needsEvents).slice(0, EXAMPLES);
  const events = await Promise.all(unexplained.map((pod) => eventsOf(reader, core, pod)));
  const eventsByPod = new Map(unexplained.map((pod, index) => [pod, events[index] ?? []]));
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

async function listOf<T>(reader: ClusterReader, path: string): Promise<readonly T[]> {
  const list = (await reader.get(path)) as { items?: readonly T[] } | undefined;
  return list?.items ?? [];
}

/** A user who may not read events still gets what the pod's status shows. */
async function eventsOf(reader: ClusterReader, core: string, pod: LivePod): Promise<readonly LiveEvent[]> {
  const selector = `involvedObject.kind=Pod,involvedObject.name=${pod.metadata?.name ?? ""}`;
  return listOf<LiveEvent>(reader, `${core}/events?fieldSelector=${encodeURIComponent(selector)}`).catch(
    () => [],
  );
}

function isOwnedBy(object: LiveReplicaSet | LivePod, uid: string | undefined): boolean {
  return uid !== undefined && (object.metadata?.ownerReferences ?? []).some((owner) => owner.uid === uid);
}

function revisionOf({ metadata }: LiveDeployment | LiveReplicaSet): string | undefined {
  return metadata?.annotations?.["deployment.kubernetes.io/revision"];
}
