import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { aggregationFlags } from "./aggregation.js";
import { certificates, startApiServer, startControllers } from "./apiServer.js";
import { binary } from "./binaries.js";
import { CONTROL_PLANE, POD_RANGE } from "./network.js";
import type { Daemon, Daemons } from "./processes.js";

/** Autoscalers act every 15 s by default, and ignore the load of a pod in its first five minutes while it may still start. */
const AUTOSCALERS = [
  "--horizontal-pod-autoscaler-sync-period=5s",
  "--horizontal-pod-autoscaler-initial-readiness-delay=5s",
  "--horizontal-pod-autoscaler-cpu-initialization-period=10s",
];

/** The parts of a cluster that have no node. */
export interface ControlPlane {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly etcd: Daemon;
  readonly apiServer: Daemon;
  readonly controllerManager: Daemon;
  readonly scheduler: Daemon;
}

/** Starts etcd, the API server, the controllers and the scheduler. */
export async function startControlPlane(folder: string, daemons: Daemons): Promise<ControlPlane> {
  const start: Daemons["start"] = (...process) => daemons.start(...process);
  mkdirSync(certificates(folder), { recursive: true });
  const flags = await aggregationFlags(join(folder, "aggregation"));
  const place = { folder, address: CONTROL_PLANE, flags };
  const { kubeconfig, etcd, apiServer } = await startApiServer(start, place);
  const controllerManager = startControllers(start, folder, kubeconfig, [
    `--cert-dir=${certificates(folder)}`,
    `--cluster-cidr=${POD_RANGE}`,
    "--kube-api-qps=100",
    "--kube-api-burst=200",
    ...AUTOSCALERS,
  ]);
  const scheduler = start("kube-scheduler", binary("kube-scheduler"), [
    `--kubeconfig=${kubeconfig}`,
    "--leader-elect=false",
    `--cert-dir=${certificates(folder)}`,
  ]);
  return { kubeconfig, etcd, apiServer, controllerManager, scheduler };
}
