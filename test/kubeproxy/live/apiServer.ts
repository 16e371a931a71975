import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "pulumi-kubernetes-traffic");
const BINARY = join(CACHE, "kubernetes-v1.36.3", "kube-apiserver");

/** Why there can be no API server here; undefined when there can. */
export function whyNoApiServer(): string | undefined {
  if (spawnSync("etcd", ["--version"]).error) return "etcd is not installed";
  if (!existsSync(BINARY)) return `no kube-apiserver in ${BINARY}; the cluster test builds it`;
  return undefined;
}

/** A Kubernetes API without nodes or controllers. */
export interface ApiServer {
  readonly kubeconfig: string;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  stop(): void;
}

export async function startApiServer(): Promise<ApiServer> {
  const directory = mkdtempSync(join(tmpdir(), "kube-apiserver-"));
  const [client, peer, secure] = [await freePort(), await freePort(), await freePort()];
  const started: ChildProcess[] = [];
  const start = (command: string, ...args: string[]) => {
    const log = openSync(join(directory, "log"), "a");
    started.push(spawn(command, args, { cwd: directory, stdio: ["ignore", log, log] }));
  };
  execFileSync("openssl", ["genrsa", "-out", join(directory, "sa.key"), "2048"], { stdio: "ignore" });
  writeFileSync(join(directory, "tokens.csv"), "token,admin,1,system:masters\n");
  start(
    "etcd",
    ...["--data-dir=etcd", "--unsafe-no-fsync", `--initial-cluster=default=http://127.0.0.1:${peer}`],
    ...[
      `--listen-client-urls=http://127.0.0.1:${client}`,
      `--advertise-client-urls=http://127.0.0.1:${client}`,
    ],
    ...[
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    ],
  );
  start(
    BINARY,
    ...[`--etcd-servers=http://127.0.0.1:${client}`, `--secure-port=${secure}`, "--bind-address=127.0.0.1"],
    ...["--advertise-address=127.0.0.1", "--cert-dir=certs", "--token-auth-file=tokens.csv"],
    ...["--service-account-issuer=https://test", "--service-account-key-file=sa.key"],
    ...["--service-account-signing-key-file=sa.key", "--service-cluster-ip-range=10.96.0.0/16"],
    ...["--authorization-mode=RBAC", "--allow-privileged=true"], // which kube-proxy needs
  );
  const call: ApiServer["call"] = (method, path, body) => callApi(secure, method, path, body);
  const stop = () => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  const kubeconfig = join(directory, "kubeconfig");
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "test",
          cluster: { server: `https://127.0.0.1:${secure}`, "insecure-skip-tls-verify": true },
        },
      ],
      users: [{ name: "test", user: { token: "token" } }],
      contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
      "current-context": "test",
    }),
  );
  const isReady = async () =>
    (await call("GET", "/api/v1/namespaces/kube-system").catch(() => undefined))?.status === 200;
  for (const deadline = Date.now() + 120_000; !(await isReady()); await setTimeout(200)) {
    if (Date.now() < deadline) continue;
    stop();
    throw new Error("the API server did not start within two minutes");
  }
  return { kubeconfig, call, stop };
}

function callApi(port: number, method: string, path: string, body?: unknown) {
  return new Promise<{ status: number; body: unknown }>((resolve, reject) => {
    // Apply is the one way to patch that is used here; its YAML may be JSON.
    const type = method === "PATCH" ? "application/apply-patch+yaml" : "application/json";
    const headers = { authorization: "Bearer token", "content-type": type };
    const options = { port, host: "127.0.0.1", method, path, headers, rejectUnauthorized: false };
    const sent = request(options, (response) => {
      let text = "";
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
