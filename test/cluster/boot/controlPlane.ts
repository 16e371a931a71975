import { mkdirSync } from "node:fs";
import { certificates, startApiServer, startControllers } from "./apiServer.js";
import { binary } from "./binaries.js";
import { NODE_ADDRESS, POD_RANGE } from "./network.js";
import type { Daemons } from "./processes.js";

/** Starts etcd, the API server, the controllers and the scheduler; returns the path of an administrator's kubeconfig. */
export async function startControlPlane(folder: string, daemons: Daemons): Promise<string> {
  const start: Daemons["start"] = (...process) => daemons.start(...process);
  mkdirSync(certificates(folder), { recursive: true });
  const kubeconfig = await startApiServer(start, { folder, address: NODE_ADDRESS });
  startControllers(start, folder, kubeconfig, [
    `--cert-dir=${certificates(folder)}`,
    `--cluster-cidr=${POD_RANGE}`,
    "--kube-api-qps=100",
    "--kube-api-burst=200",
  ]);
  start("kube-scheduler", binary("kube-scheduler"), [
    `--kubeconfig=${kubeconfig}`,
    "--leader-elect=false",
    `--cert-dir=${certificates(folder)}`,
  ]);
  return kubeconfig;
}
