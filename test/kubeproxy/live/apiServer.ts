import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "pulumi-kubernetes-traffic");
/** Where the cluster test leaves the binaries that it builds. */
export const BINARIES = join(CACHE, "kubernetes-v1.36.3");
const BINARY = join(BINARIES, "kube-apiserver");

/** Why there can be no API server here; undefined when there can. */
export function whyNoApiServer(): string | undefined {
  if (spawnSync("etcd", ["--version"]).error) return "etcd is not installed";
  if (!existsSync(BINARY)) return `no kube-apiserver in ${BINARY}; the cluster test builds it`;
  return undefined;
}

/** A Kubernetes API without nodes or controllers. */
export interface ApiServer {
  readonly kubeconfig: string;
  /** Path of the certificate that it shows, which is its own authority. */
  readonly certificate: string;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  stop(): void;
}

/** Starts one on the loopback, or on all addresses of a network namespace, of which `address` is the one to advertise. */
export async function startApiServer(
  { namespace, address }: { namespace?: string; address: string } = { address: "127.0.0.1" },
): Promise<ApiServer> {
  const directory = mkdtempSync(join(tmpdir(), "kube-apiserver-"));
  const [client, peer, secure] = [await freePort(), await freePort(), await freePort()];
  const started: ChildProcess[] = [];
  const start = (command: string, ...args: string[]) => {
    const log = openSync(join(directory, "log"), "a");
    const words = [...AT_MY_DEATH, ...within(namespace), command, ...args];
    started.push(spawn(words[0] as string, words.slice(1), { cwd: directory, stdio: ["ignore", log, log] }));
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
    ...[
      `--etcd-servers=http://127.0.0.1:${client}`,
      `--secure-port=${secure}`,
      `--bind-address=${namespace ? "0.0.0.0" : address}`,
    ],
    ...[`--advertise-address=${address}`, "--cert-dir=certs", "--token-auth-file=tokens.csv"],
    ...["--service-account-issuer=https://test", "--service-account-key-file=sa.key"],
    ...["--service-account-signing-key-file=sa.key", "--service-cluster-ip-range=10.96.0.0/16"],
    ...["--authorization-mode=RBAC", "--allow-privileged=true"], // which kube-proxy needs
  );
  const call: ApiServer["call"] = (method, path, body) => callApi(secure, namespace, method, path, body);
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
          cluster: { server: `https://${address}:${secure}`, "insecure-skip-tls-verify": true },
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
  return { kubeconfig, certificate: join(directory, "certs", "apiserver.crt"), call, stop };
}

/** The words before a command that is to end with this process, however that ends. */
export const AT_MY_DEATH = ["setpriv", "--pdeathsig", "KILL"];

/** The words before a command that is to run in a network namespace. */
export function within(namespace: string | undefined): string[] {
  return namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
}

/** By curl, which can be started in a namespace. */
function callApi(port: number, namespace: string | undefined, method: string, path: string, body?: unknown) {
  // Apply is the one way to patch that is used here; its YAML may be JSON.
  const type = method === "PATCH" ? "application/apply-patch+yaml" : "application/json";
  const words = [
    ...within(namespace),
    ...["curl", "-sk", "-X", method, "-H", "Authorization: Bearer token", "-H", `Content-Type: ${type}`],
    ...["--max-time", "30", "-w", "\n%{http_code}", `https://127.0.0.1:${port}${path}`],
    ...(body === undefined ? [] : ["--data-binary", "@-"]),
  ];
  return new Promise<{ status: number; body: unknown }>((resolve, reject) => {
    const answered = (failure: Error | null, output: string) => {
      if (failure) return reject(failure);
      const end = output.lastIndexOf("\n");
      resolve({ status: Number(output.slice(end)), body: JSON.parse(output.slice(0, end)) });
    };
    const child = execFile(words[0] as string, words.slice(1), { maxBuffer: 2 ** 26 }, answered);
    child.stdin?.end(body === undefined ? undefined : JSON.stringify(body));
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
