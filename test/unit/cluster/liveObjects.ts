import type {
  LiveContainerStatus,
  LiveDeployment,
  LiveEvent,
  LivePod,
  LiveReplicaSet,
} from "../../../src/cluster/objects.js";

/** Objects as Kubernetes 1.36 answers them, without the fields that nothing reads. */

const IMAGE = "example.com/shop:v2";

/** A pod whose only container has this state. */
export function pod(name: string, container: LiveContainerStatus, image = IMAGE): LivePod {
  const ready = container.ready === true;
  return {
    metadata: { name, namespace: "default", uid: `uid-${name}`, ownerReferences: [{ uid: "uid-new" }] },
    spec: { nodeName: "node-1", containers: [{ name: "shop", image }] },
    status: {
      phase: ready ? "Running" : "Pending",
      conditions: [
        { type: "PodScheduled", status: "True" },
        { type: "Ready", status: ready ? "True" : "False" },
      ],
      containerStatuses: [{ name: "shop", image, restartCount: 0, ...container }],
    },
  };
}

export const READY: LiveContainerStatus = { ready: true, started: true, state: { running: {} } };
export const CREATING = waiting("ContainerCreating");

export function waiting(reason: string, message?: string): LiveContainerStatus {
  return {
    ready: false,
    started: false,
    state: { waiting: { reason, ...(message !== undefined && { message }) } },
  };
}

export const BROKEN_IMAGE = "example.invalid/nope:v9";
const PULL_ERROR =
  `rpc error: code = DeadlineExceeded desc = failed to pull and unpack image "${BROKEN_IMAGE}": ` +
  `failed to resolve reference "${BROKEN_IMAGE}": failed to do request: Head "https://example.invalid/v2/nope/manifests/v9": ` +
  "dial tcp: lookup example.invalid on 10.96.0.10:53: no such host";

/** A pod whose image cannot be pulled, at the attempt and between two attempts. */
export const pulling = (name: string) => pod(name, waiting("ErrImagePull", PULL_ERROR), BROKEN_IMAGE);
export const backingOff = (name: string) =>
  pod(
    name,
    waiting("ImagePullBackOff", `Back-off pulling image "${BROKEN_IMAGE}": ErrImagePull: ${PULL_ERROR}`),
    BROKEN_IMAGE,
  );

/** A pod that no node has room for. */
export function unschedulable(name: string): LivePod {
  return {
    metadata: { name, namespace: "default", uid: `uid-${name}`, ownerReferences: [{ uid: "uid-new" }] },
    spec: { containers: [{ name: "shop", image: IMAGE }] },
    status: {
      phase: "Pending",
      conditions: [
        {
          type: "PodScheduled",
          status: "False",
          reason: "Unschedulable",
          message: "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available.",
        },
      ],
    },
  };
}

/** A pod whose container ends again and again. */
export function crashing(name: string, end: object = { exitCode: 1, reason: "Error" }): LivePod {
  const message = `back-off 2m40s restarting failed container=shop pod=${name}_default(uid-${name})`;
  return pod(name, {
    ...waiting("CrashLoopBackOff", message),
    restartCount: 4,
    lastState: { terminated: end },
  });
}

export function event(reason: string, message: string, at = "2026-11-25T10:00:00Z"): LiveEvent {
  return { type: reason.startsWith("Pull") ? "Normal" : "Warning", reason, message, lastTimestamp: at };
}

/** A Deployment at revision 2. */
export function deployment(replicas: number, more: Partial<LiveDeployment["status"]> = {}): LiveDeployment {
  return {
    metadata: {
      name: "shop-green",
      namespace: "default",
      uid: "uid-deployment",
      generation: 2,
      annotations: { "deployment.kubernetes.io/revision": "2" },
    },
    spec: { replicas, selector: { matchLabels: { app: "shop", color: "green" } } },
    status: { observedGeneration: 2, conditions: [{ type: "Progressing", status: "True" }], ...more },
  };
}

/** Its ReplicaSets: that of revision 2, and that of revision 1. */
export function replicaSets(newPods: number, oldPods = 0): LiveReplicaSet[] {
  const set = (uid: string, revision: string, replicas: number): LiveReplicaSet => ({
    metadata: {
      name: `shop-green-${uid}`,
      uid,
      ownerReferences: [{ uid: "uid-deployment" }],
      annotations: { "deployment.kubernetes.io/revision": revision },
    },
    spec: { replicas },
  });
  return [set("uid-new", "2", newPods), set("uid-old", "1", oldPods)];
}

/** The same pod, of the version before. */
export function older(of: LivePod): LivePod {
  return { ...of, metadata: { ...of.metadata, ownerReferences: [{ uid: "uid-old" }] } };
}
