import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually, run } from "../commands.js";
import { binary } from "./binaries.js";

/** Starts a process that keeps running. */
export type Start<Process> = (name: string, command: string, args: readonly string[]) => Process;

/** A running API server. */
export interface ApiServer<Process> {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly etcd: Process;
  readonly apiServer: Process;
}

/** Has every permission. Only the test can reach the server. */
export const TOKEN = "only-inside-the-namespace-of-one-test-run";

export interface ApiServerPlace {
  /** Folder for the data, the keys and the kubeconfig. */
  readonly folder: string;
  /** The address that clients use. */
  readonly address: string;
  /** The address that it listens on; default all. */
  readonly bindAddress?: string;
  /** More flags of the server. */
  readonly flags?: readonly string[];
  /** Default: the standard ports, for a network namespace without other servers. */
  readonly ports?: Ports;
  /** The words before a command that connects to it. */
  readonly within?: readonly string[];
}

export interface Ports {
  readonly etcd: number;
  /** Another port of etcd. Default: none. */
  readonly etcdToo?: number;
  readonly etcdPeers: number;
  readonly api: number;
}

const SERVICE_RANGE = "10.96.0.0/16";
export const USUAL_PORTS = { etcd: 2379, etcdToo: 2378, etcdPeers: 2380, api: 6443 } satisfies Ports;

/** Starts etcd and kube-apiserver, and waits until it is ready. */
export async function startApiServer<Process>(
  start: Start<Process>,
  place: ApiServerPlace,
): Promise<ApiServer<Process>> {
  const { folder, address, bindAddress = "0.0.0.0", within = [], flags = [] } = place;
  const ports: Ports = place.ports ?? USUAL_PORTS;
  const clients = `http://127.0.0.1:${ports.etcd}`;
  const peers = `http://127.0.0.1:${ports.etcdPeers}`;
  const etcd = start("etcd", "etcd", [
    `--data-dir=${join(folder, "etcd")}`,
    "--unsafe-no-fsync",
    `--initial-cluster=default=${peers}`,
    `--listen-client-urls=${[clients, ...(ports.etcdToo ? [`http://127.0.0.1:${ports.etcdToo}`] : [])].join()}`,
    `--advertise-client-urls=${clients}`,
    ...[`--listen-peer-urls=${peers}`, `--initial-advertise-peer-urls=${peers}`],
  ]);
  await run("openssl", ["genrsa", "-out", serviceAccountKey(folder), "2048"]);
  const tokens = join(folder, "tokens.csv");
  writeFileSync(tokens, `${TOKEN},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const apiServer = start("kube-apiserver", binary("kube-apiserver"), [
    `--etcd-servers=${clients}`,
    `--cert-dir=${certificates(folder)}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${serviceAccountKey(folder)}`,
    `--service-account-signing-key-file=${serviceAccountKey(folder)}`,
    `--token-auth-file=${tokens}`,
    ...[`--secure-port=${ports.api}`, `--bind-address=${bindAddress}`, `--advertise-address=${address}`],
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    "--authorization-mode=Node,RBAC",
    "--allow-privileged=true", // which the DaemonSet of kube-proxy needs
    ...flags,
  ]);
  const server = `https://${address}:${ports.api}`;
  const curl = [...within, "curl", "-fsk", `${server}/readyz`];
  await eventually("the API server is ready", 120, () => run(curl[0] as string, curl.slice(1)));
  return { kubeconfig: writeKubeconfig(join(folder, "kubeconfig"), server), etcd, apiServer };
}

/** The folder of its certificates, which the server creates at its start. */
export function certificates(folder: string): string {
  return join(folder, "certificates");
}

/** The key that signs the tokens of service accounts. */
function serviceAccountKey(folder: string): string {
  return join(folder, "service-account.key");
}

/** Starts the controllers of a cluster whose API server has this folder. */
export function startControllers<Process>(
  start: Start<Process>,
  folder: string,
  kubeconfig: string,
  flags: readonly string[],
): Process {
  return start("kube-controller-manager", binary("kube-controller-manager"), [
    `--kubeconfig=${kubeconfig}`,
    "--leader-elect=false",
    `--service-account-private-key-file=${serviceAccountKey(folder)}`,
    ...flags,
  ]);
}

function writeKubeconfig(path: string, server: string): string {
  // The server creates a certificate at each start, and only the test can reach it.
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "admin", user: { token: TOKEN } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
    "current-context": "test",
  };
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}
