import { documentOf, objectsInOrder, planInProcess } from "../../../src/preview/index.js";
import { makeReport } from "../../../src/preview/report/report.js";
import type { Plan } from "../../../src/status/planned.js";
import type { LiveObject } from "./cluster.js";

/** How the pods of a Deployment are. */
export interface Pods {
  readonly ready?: number;
  /** Pods that are not ready, each with the parts of its object that give the reason. */
  readonly failing?: readonly LiveObject[];
  /** Restarts of the first ready pod. */
  readonly restarts?: number;
  /** Version of the pods of an older template. Default: that of the template. */
  readonly version?: string;
}

/** The program of a stack, run in this process. */
export async function planOf(program: () => unknown): Promise<Plan> {
  const monitor = await monitorOf(program);
  const report = makeReport({
    project: "release",
    stack: "dev",
    monitor,
    showSecrets: false,
    previous: undefined,
  });
  return { stack: "dev", report };
}

/** The objects that a program applies, as the cluster has them afterwards, without pods. */
export async function applied(program: () => unknown, namespace = "default"): Promise<LiveObject[]> {
  const monitor = await monitorOf(program);
  return objectsInOrder(monitor.resources).map((object) => {
    const document = documentOf(object, false) as LiveObject;
    return { ...document, metadata: { namespace, ...document.metadata } };
  });
}

function monitorOf(program: () => unknown) {
  const identity = {
    project: "release",
    stack: "dev",
    organization: "organization",
    preview: true,
    config: {},
  };
  return planInProcess(identity, program);
}

/** The objects, with the pods of each Deployment (all ready, unless `pods` differs) and the endpoints of each Service. */
export function running(
  objects: readonly LiveObject[],
  pods: Readonly<Record<string, Pods | readonly Pods[]>> = {},
): LiveObject[] {
  const made = objects
    .filter(({ kind }) => kind === "Deployment")
    .flatMap((deployment) =>
      [pods[deployment.metadata.name] ?? {}].flat().flatMap((some) => podsOf(deployment, some)),
    );
  const slices = objects.filter(({ kind }) => kind === "Service").map((service) => sliceOf(service, made));
  return [...objects, ...made, ...slices];
}

/** Pods of a Deployment, as its ReplicaSet makes them. */
export function podsOf({ metadata, spec }: LiveObject, pods: Pods): LiveObject[] {
  const { ready = spec.replicas, failing = [], restarts = 0, version } = pods;
  const hash = version === undefined ? "5c9f7d8b6" : "7d4b9c6f5";
  const older = version === undefined ? {} : { "app.kubernetes.io/version": version };
  const named = (index: number, status: LiveObject, rest: LiveObject = {}) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${metadata.name}-${hash}-${"bcdfghjklmnpqrstvwxz2456789".slice(index, index + 5)}`,
      namespace: metadata.namespace,
      labels: { ...spec.template.metadata.labels, "pod-template-hash": hash, ...older },
      ownerReferences: [{ kind: "ReplicaSet", name: `${metadata.name}-${hash}` }],
    },
    spec: { nodeName: "node-1", containers: spec.template.spec.containers, ...rest.spec },
    status: { phase: "Running", ...status, ...rest.status },
  });
  const [container = { name: "web" }] = spec.template.spec.containers;
  const good = Array.from({ length: ready }, (_, index) =>
    named(index, {
      conditions: [{ type: "Ready", status: "True" }],
      containerStatuses: [
        {
          name: container.name,
          ready: true,
          restartCount: index === 0 ? restarts : 0,
          state: { running: {} },
        },
      ],
    }),
  );
  const bad = failing.map((rest, index) =>
    named(ready + index, { conditions: [{ type: "Ready", status: "False" }] }, rest),
  );
  return [...good, ...bad];
}

/** The parts of a pod whose image cannot be pulled. */
export const imageNotFound = (image: string): LiveObject => ({
  spec: { containers: [{ name: "myapp", image }] },
  status: {
    phase: "Pending",
    containerStatuses: [
      {
        name: "myapp",
        ready: false,
        restartCount: 0,
        image,
        state: {
          waiting: {
            reason: "ErrImagePull",
            message: `failed to pull and unpack image "${image}": failed to resolve reference "${image}": not found`,
          },
        },
      },
    ],
  },
});

/** The parts of a pod whose container ends again and again. */
export const crashing: LiveObject = {
  status: {
    containerStatuses: [
      {
        name: "myapp",
        ready: false,
        restartCount: 4,
        state: {
          waiting: { reason: "CrashLoopBackOff", message: "back-off 1m20s restarting failed container" },
        },
        lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
      },
    ],
  },
};

function sliceOf({ metadata, spec }: LiveObject, pods: readonly LiveObject[]): LiveObject {
  const selected = pods.filter(
    ({ metadata: { labels, namespace } }) =>
      namespace === metadata.namespace &&
      Object.entries(spec.selector).every(([key, value]) => labels[key] === value),
  );
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: `${metadata.name}-x7k2p`,
      namespace: metadata.namespace,
      labels: { "kubernetes.io/service-name": metadata.name },
    },
    endpoints: selected.map((pod, index) => ({
      addresses: [`10.1.0.${index + 1}`],
      conditions: { ready: pod.status.conditions[0].status === "True" },
      targetRef: { kind: "Pod", name: pod.metadata.name },
    })),
  };
}
