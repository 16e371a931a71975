import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Cluster, Live } from "../cluster/api.js";
import { eventually } from "../commands.js";
import { GoModule } from "./goModule.js";
import { CONTROL_PLANE } from "./network.js";
import type { Daemons } from "./processes.js";

const metricsServer = new GoModule<"metrics-server">({
  name: "metrics-server",
  path: "sigs.k8s.io/metrics-server",
});

/** Builds metrics-server, once per machine. Gives up at `end`. */
export function buildMetricsServer(end: number): Promise<void> {
  return metricsServer.build(end, ["metrics-server"]);
}

const NAMED = { name: "metrics-server", namespace: "kube-system" };
const PORT = 4443;

/** The API server forwards to the address of a process, which is no pod: the Service has no selector. */
const OBJECTS = [
  { apiVersion: "v1", kind: "Service", metadata: NAMED, spec: { ports: [{ port: 443, targetPort: PORT }] } },
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { ...NAMED, labels: { "kubernetes.io/service-name": NAMED.name } },
    addressType: "IPv4",
    ports: [{ port: PORT }],
    endpoints: [{ addresses: [CONTROL_PLANE], conditions: { ready: true } }],
  },
  {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: { name: "v1beta1.metrics.k8s.io" },
    spec: {
      service: { ...NAMED, port: 443 },
      ...{ group: "metrics.k8s.io", version: "v1beta1", groupPriorityMinimum: 100, versionPriority: 100 },
      insecureSkipTLSVerify: true,
    },
  },
];

/** A metrics-server next to the control plane. It asks the kubelets how much processor time the pods use. */
export class MetricsServer {
  readonly #folder: string;
  readonly #cluster: Cluster;
  readonly #kubeconfig: string;
  readonly #daemons: Daemons;
  #runs = false;

  constructor(state: string, cluster: Cluster, kubeconfig: string, daemons: Daemons) {
    this.#folder = join(state, "metrics-server");
    this.#cluster = cluster;
    this.#kubeconfig = kubeconfig;
    this.#daemons = daemons;
  }

  /** Starts it, unless it runs, and waits until the API server has it. */
  async begin(): Promise<void> {
    if (this.#runs) return;
    this.#runs = true;
    mkdirSync(this.#folder, { recursive: true });
    this.#daemons.start("metrics-server", metricsServer.binary("metrics-server"), [
      ...["", "authentication-", "authorization-"].map((of) => `--${of}kubeconfig=${this.#kubeconfig}`),
      `--cert-dir=${this.#folder}`,
      `--secure-port=${PORT}`,
      "--kubelet-insecure-tls",
      "--kubelet-preferred-address-types=InternalIP",
      "--kubelet-request-timeout=8s",
      "--metric-resolution=10s", // the shortest that it accepts
    ]);
    for (const object of OBJECTS) await this.#cluster.apply(object as Live);
    await eventually("the API server has metrics", 120, async () => {
      const { status } = await this.#cluster.read(
        "apiregistration.k8s.io/v1",
        "APIService",
        "v1beta1.metrics.k8s.io",
      );
      const conditions = (status?.conditions ?? []) as { type: string; status: string; message: string }[];
      const available = conditions.find(({ type }) => type === "Available");
      if (available?.status !== "True") throw new Error(available?.message ?? "not yet seen");
    });
  }
}
