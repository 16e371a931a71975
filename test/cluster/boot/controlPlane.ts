import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually, run } from "../commands.js";
import { BINARIES } from "../settings.js";
import { NODE_ADDRESS, POD_RANGE, SERVICE_RANGE } from "./network.js";
import type { Daemons } from "./processes.js";

const TOKEN = "only-inside-the-namespace-of-one-test-run";
const SERVER = `https://${NODE_ADDRESS}:6443`;

/** Starts etcd, the API server, the controllers and the scheduler; gives the path of a kubeconfig that may do everything. */
export async function startControlPlane(state: string, daemons: Daemons): Promise<string> {
  const at = (...path: string[]) => join(state, ...path);
  mkdirSync(at("certificates"), { recursive: true });
  daemons.start("etcd", "etcd", [
    `--data-dir=${at("etcd")}`,
    "--unsafe-no-fsync",
    "--listen-client-urls=http://127.0.0.1:2379",
    "--advertise-client-urls=http://127.0.0.1:2379",
    "--listen-peer-urls=http://127.0.0.1:2380",
  ]);
  await run("openssl", ["genrsa", "-out", at("service-account.key"), "2048"]);
  writeFileSync(at("tokens.csv"), `${TOKEN},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const kubeconfig = writeKubeconfig(at("kubeconfig"));

  daemons.start("kube-apiserver", join(BINARIES, "kube-apiserver"), [
    "--etcd-servers=http://127.0.0.1:2379",
    `--cert-dir=${at("certificates")}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${at("service-account.key")}`,
    `--service-account-signing-key-file=${at("service-account.key")}`,
    `--token-auth-file=${at("tokens.csv")}`,
    `--advertise-address=${NODE_ADDRESS}`,
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    "--authorization-mode=Node,RBAC",
  ]);
  await eventually("the API server is ready", 90, () => run("curl", ["-fsk", `${SERVER}/readyz`]));
  const leader = "--leader-elect=false";
  daemons.start("kube-controller-manager", join(BINARIES, "kube-controller-manager"), [
    `--kubeconfig=${kubeconfig}`,
    leader,
    `--service-account-private-key-file=${at("service-account.key")}`,
    `--cert-dir=${at("certificates")}`,
    `--cluster-cidr=${POD_RANGE}`,
    "--kube-api-qps=100",
    "--kube-api-burst=200",
  ]);
  daemons.start("kube-scheduler", join(BINARIES, "kube-scheduler"), [
    `--kubeconfig=${kubeconfig}`,
    leader,
    `--cert-dir=${at("certificates")}`,
  ]);
  return kubeconfig;
}

function writeKubeconfig(path: string): string {
  // The server makes its own certificate at each start, and nobody else is in its namespace.
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server: SERVER, "insecure-skip-tls-verify": true } }],
    users: [{ name: "admin", user: { token: TOKEN } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
    "current-context": "test",
  };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}
