import { conditionOf } from "../cluster/objects.js";
import { podState } from "../cluster/pods.js";
import { reasonOf, reasonText } from "../cluster/reason.js";
import type { PodStatus, SideStatus } from "./model.js";
import { type LabelMap, type ListedDeployment, type ListedPod, selects } from "./objects.js";
import { isHeld, podVersionOf, type ReleaseKind, sideOf, versionOf } from "./ownership.js";
import type { PlannedComponent } from "./planned.js";
import type { NamespaceObjects } from "./read.js";

/** One side of a component, with its live pods. */
export interface Side {
  readonly side: string;
  readonly version: string | undefined;
  readonly deployment: ListedDeployment;
  /** Pods that it should have. */
  readonly replicas: number;
  /** Labels that its next pods get; Services select by them. */
  readonly labels: LabelMap;
  /** Undefined if pods cannot be read. */
  readonly pods: readonly ListedPod[] | undefined;
}

/** The sides of a component: one for each Deployment, and two for a held one. */
export function sidesOf(
  objects: NamespaceObjects,
  component: ReleaseKind,
  deployments: readonly ListedDeployment[],
  planned: PlannedComponent | undefined,
): Side[] {
  const sides = deployments.flatMap((deployment) => {
    // Kubernetes replaces a failed pod, and keeps it only for its log.
    const pods = objects.pods?.filter((pod) => pod.status?.phase !== "Failed" && isPodOf(deployment, pod));
    const side: Side = {
      side: plannedSide(deployment, planned) ?? sideOf(deployment),
      version: versionOf(deployment),
      deployment,
      replicas: deployment.spec.replicas ?? 1,
      labels: { ...deployment.spec.selector.matchLabels, ...deployment.spec.template.metadata?.labels },
      pods,
    };
    return isHeld(deployment) ? heldSides(side) : [side];
  });
  const order = component === "CanaryDeployment" ? ["stable", "canary"] : [];
  const rank = ({ side }: Side) => (order.includes(side) ? order.indexOf(side) : order.length);
  return sides.sort((a, b) => rank(a) - rank(b) || (a.side < b.side ? -1 : 1));
}

/** The selector of an adopted Deployment may match pods of other sides too. The name of a ReplicaSet distinguishes them. */
function isPodOf({ metadata, spec }: ListedDeployment, pod: ListedPod): boolean {
  const owner = pod.metadata?.ownerReferences?.find(({ kind }) => kind === "ReplicaSet")?.name;
  const isOther = owner !== undefined && owner.slice(0, owner.lastIndexOf("-")) !== metadata.name;
  return !isOther && selects(spec.selector.matchLabels, pod.metadata?.labels);
}

/** The program knows the side of an adopted Deployment, whose own name and labels do not name it. */
function plannedSide(
  { metadata }: ListedDeployment,
  planned: PlannedComponent | undefined,
): string | undefined {
  const object = planned?.objects.find(({ kind, name }) => kind === "Deployment" && name === metadata.name);
  const prefix = `${planned?.name}-`;
  return object?.resource.startsWith(prefix) ? object.resource.slice(prefix.length) : undefined;
}

/** A held rollout has the canary's pods next to the old ones. Their version distinguishes them. */
function heldSides(both: Side): Side[] {
  const surge = Number(both.deployment.spec.strategy?.rollingUpdate?.maxSurge ?? 0);
  const isNew = ({ metadata }: ListedPod) => podVersionOf(metadata?.labels) === both.version;
  const old = both.pods?.filter((pod) => !isNew(pod));
  const oldVersion = podVersionOf(old?.[0]?.metadata?.labels);
  return [
    { ...both, side: "stable", version: oldVersion, pods: old },
    { ...both, side: "canary", replicas: surge, pods: both.pods?.filter(isNew) },
  ];
}

/** A side with the state of each pod. */
export function sideStatus(
  { side, version, deployment, replicas, pods }: Side,
  objects: NamespaceObjects,
): SideStatus {
  const states = pods?.map((pod) => podStatus(pod, version, objects)).sort(unreadyFirst);
  const scaler = objects.autoscalers?.find(
    ({ spec }) =>
      spec.scaleTargetRef.kind === "Deployment" && spec.scaleTargetRef.name === deployment.metadata.name,
  )?.spec;
  return {
    side,
    version,
    deployment: deployment.metadata.name,
    replicas,
    ready: states?.filter((pod) => pod.ready).length,
    autoscaler: scaler && { min: scaler.minReplicas ?? 1, max: scaler.maxReplicas },
    problems: problemsOf(deployment),
    pods: states ?? [],
  };
}

function podStatus(pod: ListedPod, version: string | undefined, { events }: NamespaceObjects): PodStatus {
  const about = events.filter(({ involvedObject }) => involvedObject?.name === pod.metadata?.name);
  const { name, ready, ending, restarts, node, reason } = podState(pod, about);
  const text = reason ? reasonText(reason) : ending ? "is ending" : undefined;
  const own = podVersionOf(pod.metadata?.labels);
  return { name, ready, restarts, node, reason: text, version: own === version ? undefined : own };
}

function unreadyFirst(a: PodStatus, b: PodStatus): number {
  return Number(a.ready) - Number(b.ready) || b.restarts - a.restarts || (a.name < b.name ? -1 : 1);
}

/** Kubernetes' own verdict on a rollout: pods that it may not create, and a rollout that does not go on. */
function problemsOf({ status }: ListedDeployment): string[] {
  const failure = conditionOf(status?.conditions, "ReplicaFailure");
  const progress = conditionOf(status?.conditions, "Progressing");
  return [
    ...(failure?.status === "True" ? [failure] : []),
    ...(progress?.status === "False" ? [progress] : []),
  ].map(({ reason, message }) => reasonText(reasonOf(reason ?? "Failed", message)));
}
