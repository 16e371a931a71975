import { execFile, spawn } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../commands.js";
import { certificates, type Start, startApiServer, TOKEN } from "./apiServer.js";

/** A Kubernetes API without nodes, on this machine. */
export interface LoneApiServer {
  readonly folder: string;
  readonly kubeconfig: string;
  /** Path of the certificate that it shows, which is its own authority. */
  readonly certificate: string;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Starts a process that ends with the server. */
  readonly start: Start<void>;
  stop(): void;
}

/** Starts one on the loopback address, or on all addresses of a network namespace, where it advertises `address`. */
export async function startLoneApiServer(
  { namespace, address }: { namespace?: string; address: string } = { address: "127.0.0.1" },
): Promise<LoneApiServer> {
  const folder = mkdtempSync(join(tmpdir(), "kube-apiserver-"));
  const started: { kill(signal: "SIGKILL"): unknown }[] = [];
  const start: Start<void> = (name, command, args) => {
    const log = openSync(join(folder, `${name}.log`), "a");
    const [first, ...words] = [...AT_MY_DEATH, ...within(namespace), command, ...args];
    started.push(spawn(first as string, words, { cwd: folder, stdio: ["ignore", log, log] }));
  };
  const stop = () => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const [etcd, etcdPeers, api] = [await freePort(), await freePort(), await freePort()];
  const call: LoneApiServer["call"] = (...request) => callApi(api, namespace, ...request);
  try {
    const { kubeconfig } = await startApiServer(start, {
      ...{ folder, address, within: within(namespace), ports: { etcd, etcdPeers, api } },
      bindAddress: namespace ? "0.0.0.0" : address,
    });
    await eventually("the namespace kube-system is there", 30, async () => {
      const { status } = await call("GET", "/api/v1/namespaces/kube-system");
      if (status !== 200) throw new Error(`it answers ${status}`);
    });
    const certificate = join(certificates(folder), "apiserver.crt");
    return { folder, kubeconfig, certificate, call, start, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** The words before a command that must end with this process, however that ends. */
export const AT_MY_DEATH = ["setpriv", "--pdeathsig", "KILL"];

/** The words before a command that must run in a network namespace. */
export function within(namespace: string | undefined): string[] {
  return namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
}

/** Calls the API with curl, which can run in a network namespace. */
function callApi(port: number, namespace: string | undefined, method: string, path: string, body?: unknown) {
  // Server-side apply is the only kind of patch used here. Its YAML may be JSON.
  const type = method === "PATCH" ? "application/apply-patch+yaml" : "application/json";
  const words = [
    ...within(namespace),
    ...["curl", "-sk", "-X", method, "-H", `Authorization: Bearer ${TOKEN}`, "-H", `Content-Type: ${type}`],
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
