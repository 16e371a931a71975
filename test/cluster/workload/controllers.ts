import { setTimeout } from "node:timers/promises";
import { startControllers } from "../boot/apiServer.js";
import { type LoneApiServer, startLoneApiServer } from "../boot/loneApiServer.js";
import { eventually } from "../commands.js";

const CONTROLLERS = [
  "deployment",
  "replicaset",
  "disruption",
  "endpointslice",
  "serviceaccount",
  "garbage-collector",
];
const NODE = "node";
const PODS = "/api/v1/namespaces/default/pods";

// biome-ignore lint/suspicious/noExplicitAny: what the API answers
export type Loose = any;

/** A real API server and real controllers with an imitated kubelet: pods are ready unless their image ends with `:broken`. */
export interface Cluster {
  readonly kubeconfig: string;
  /** Reads a path of the API; undefined if it does not exist. */
  read(path: string): Promise<Loose>;
  create(path: string, object: object): Promise<void>;
  /** Names of the ready pods that the Service sends traffic to. */
  endpoints(service: string): Promise<string[]>;
  /** The smallest number of ready endpoints of a Service during `run`. */
  fewestWhile(service: string, run: () => Promise<unknown>): Promise<number>;
  stop(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const api = await startLoneApiServer();
  startControllers(api.start, api.folder, api.kubeconfig, [
    "--secure-port=0",
    `--controllers=${CONTROLLERS.map((name) => `${name}-controller`)}`,
  ]);
  const read: Cluster["read"] = async (path) => {
    const { status, body } = await api.call("GET", path);
    return status === 200 ? body : undefined;
  };
  const create: Cluster["create"] = async (path, object) => {
    const { status, body } = await api.call("POST", `${path}?fieldManager=kubectl-create`, object);
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
  };
  await create("/api/v1/nodes", { metadata: { name: NODE } });
  let running = true;
  const kubelet = (async () => {
    for (; running; await setTimeout(100)) await runPods(api).catch(() => undefined);
  })();
  await eventually("the controllers have started", 60, async () => {
    if (!(await read("/api/v1/namespaces/default/serviceaccounts/default")))
      throw new Error("no service account yet");
  });
  const endpoints: Cluster["endpoints"] = async (service) => {
    const slices = await read(
      `/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=${service}`,
    );
    return slices.items
      .flatMap((slice: Loose) => slice.endpoints ?? [])
      .filter((endpoint: Loose) => endpoint.conditions.ready)
      .map((endpoint: Loose) => endpoint.targetRef.name)
      .sort();
  };
  return {
    kubeconfig: api.kubeconfig,
    read,
    create,
    endpoints,
    fewestWhile: async (service, run) => {
      let fewest = Number.POSITIVE_INFINITY;
      let watching = true;
      const watch = (async () => {
        for (; watching; await setTimeout(30)) fewest = Math.min(fewest, (await endpoints(service)).length);
      })();
      await run().finally(() => {
        watching = false;
      });
      await watch;
      return fewest;
    },
    stop: async () => {
      running = false;
      await kubelet;
      api.stop();
    },
  };
}

let address = 1;

/** Does the part of a kubelet and a scheduler that controllers and the provider wait for. */
async function runPods(api: LoneApiServer): Promise<void> {
  const { items } = (await api.call("GET", PODS)).body as Loose;
  for (const pod of items) {
    const path = `${PODS}/${pod.metadata.name}`;
    if (pod.metadata.deletionTimestamp) {
      await api.call("DELETE", `${path}?gracePeriodSeconds=0`);
    } else if (!pod.spec.nodeName) {
      const target = { kind: "Node", name: NODE };
      await api.call("POST", `${path}/binding`, { metadata: { name: pod.metadata.name }, target });
    } else if (!pod.status.podIP && !pod.spec.containers[0].image.endsWith(":broken")) {
      const podIP = `10.200.${address >> 8}.${address++ & 255}`;
      const conditions = ["Ready", "ContainersReady", "PodScheduled"].map((type) => ({
        type,
        status: "True",
      }));
      const status = { phase: "Running", podIP, podIPs: [{ ip: podIP }], conditions };
      await api.call("PUT", `${path}/status`, { ...pod, status });
    }
  }
}
