import { type ContainerView, containerReason, warning } from "./containers.js";
import { conditionOf, type LiveContainerStatus, type LiveEvent, type LivePod } from "./objects.js";
import { type Reason, reasonOf } from "./reason.js";

/** One pod, and what keeps it from being ready. */
export interface PodState {
  readonly name: string;
  readonly ready: boolean;
  /** Whether it is being deleted. Such a pod gets no new connections. */
  readonly ending: boolean;
  /** Restarts of all its containers. */
  readonly restarts: number;
  /** Undefined where it is not on a node yet. */
  readonly node: string | undefined;
  /** Undefined where the pod is ready, or is ending as it should. */
  readonly reason: Reason | undefined;
}

/** Seconds after which a pod that should be gone is reported. */
const OVERDUE = 30;

/** The state of a pod. `events` are those about it, in any order; they know what probes answer. */
export function podState(pod: LivePod, events: readonly LiveEvent[] = [], now = Date.now()): PodState {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const ending = pod.metadata?.deletionTimestamp !== undefined;
  const ready = !ending && conditionOf(pod.status?.conditions, "Ready")?.status === "True";
  return {
    name: pod.metadata?.name ?? "",
    ready,
    ending,
    restarts: statuses.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    node: pod.spec?.nodeName,
    reason: ready ? undefined : podReason(pod, sorted(events), now),
  };
}

/** Whether events can say more about why the pod is not ready than its status does. */
export function needsEvents(pod: LivePod): boolean {
  const { ready, ending, reason } = podState(pod);
  return (
    !ready &&
    (ending ||
      /Unhealthy|ErrImagePull|ContainerCreating|NotReady|PodInitializing|Running/.test(reason?.reason ?? ""))
  );
}

function podReason(pod: LivePod, events: readonly LiveEvent[], now: number): Reason | undefined {
  const { metadata, spec, status } = pod;
  const lost = isNodeLost(pod, events);
  const unreachable = `node ${spec?.nodeName ?? ""} does not answer`;
  if (metadata?.deletionTimestamp !== undefined) {
    const overdue = Math.round((now - Date.parse(metadata.deletionTimestamp)) / 1000);
    if (overdue <= OVERDUE) return undefined;
    return reasonOf("Terminating", lost ? unreachable : `should have ended ${overdue} s ago`);
  }
  if (status?.phase === "Failed") return reasonOf(status.reason ?? "Failed", status.message);
  const scheduled = conditionOf(status?.conditions, "PodScheduled");
  if (scheduled && scheduled.status !== "True") {
    return reasonOf(scheduled.reason ?? "Unschedulable", scheduled.message);
  }
  return (
    containersReason(pod, events) ??
    (lost ? reasonOf("NodeNotReady", unreachable) : gateReason(pod)) ??
    reasonOf(status?.phase ?? "Unknown", status?.message)
  );
}

/** An init container holds up all containers, and a sidecar those after it, so the first one that fails is the cause. */
function containersReason(pod: LivePod, events: readonly LiveEvent[]): Reason | undefined {
  const { spec, status } = pod;
  const regular = spec?.containers ?? [];
  for (const init of status?.initContainerStatuses ?? []) {
    const container = spec?.initContainers?.find(({ name }) => name === init.name);
    const sidecar = container?.restartPolicy === "Always";
    if (isDone(init, sidecar)) continue;
    const label = `${sidecar ? "sidecar" : "init container"} ${init.name}`;
    if (!sidecar && init.state?.running) return reasonOf(`${label}: Running`, "it has not ended yet");
    return containerReason({ status: init, spec: container, label, events });
  }
  const reasons = (status?.containerStatuses ?? []).flatMap((one) => {
    const container = regular.find(({ name }) => name === one.name);
    const label = regular.length > 1 ? `container ${one.name}` : "";
    const view: ContainerView = { status: one, spec: container, label, events };
    return containerReason(view) ?? [];
  });
  // While one container fails, the others may only be starting.
  return reasons.find(({ reason }) => !/ContainerCreating|Unhealthy/.test(reason)) ?? reasons[0];
}

function isDone({ ready, started, state }: LiveContainerStatus, sidecar: boolean): boolean {
  if (sidecar) return state?.running !== undefined && started !== false && ready !== false;
  return state?.terminated?.exitCode === 0;
}

/** All containers run, but another controller has not released the pod. */
function gateReason({ status }: LivePod): Reason | undefined {
  const ready = conditionOf(status?.conditions, "Ready");
  if (ready?.status === "True" || !ready?.message) return undefined;
  return reasonOf(ready.reason ?? "NotReady", ready.message);
}

/** The node's last word was that the containers run; the control plane alone knows better. */
function isNodeLost({ status }: LivePod, events: readonly LiveEvent[]): boolean {
  const evicted = conditionOf(status?.conditions, "DisruptionTarget");
  return (
    status?.reason === "NodeLost" ||
    (evicted?.status === "True" && evicted.reason === "DeletionByTaintManager") ||
    warning(events, /^NodeNotReady$/) !== undefined
  );
}

function sorted(events: readonly LiveEvent[]): LiveEvent[] {
  const time = (event: LiveEvent) =>
    Date.parse(event.lastTimestamp ?? event.eventTime ?? event.metadata?.creationTimestamp ?? "") || 0;
  return [...events].sort((a, b) => time(a) - time(b));
}
