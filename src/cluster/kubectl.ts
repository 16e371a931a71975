import { execFile } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ClusterAddress,
  type ClusterReader,
  DEFAULT_READ_TIMEOUT,
  isKubeconfigText,
  ReadError,
} from "./reader.js";

/** Reads a cluster with the kubectl on PATH; undefined if there is none. */
export async function openWithKubectl(address: ClusterAddress): Promise<ClusterReader | undefined> {
  const first = await kubectl(address, ["config", "current-context"]);
  if (first.missing) return undefined;
  const current = first.code === 0 ? first.stdout.trim() : "current";
  return {
    describe: address.context ?? current,
    get: async (path) => {
      const { code, stdout, stderr } = await kubectl(address, ["get", "--raw", path]);
      if (code === 0) return JSON.parse(stdout) as unknown;
      if (stderr.includes("(NotFound)")) return undefined;
      throw readError(stderr);
    },
    defaultNamespace: async () => {
      const { stdout } = await kubectl(address, [
        "config",
        "view",
        "--minify",
        "-o",
        "jsonpath={..namespace}",
      ]);
      return stdout.trim() || "default";
    },
  };
}

/** How a run of kubectl ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether there is no kubectl on PATH. */
  readonly missing?: boolean;
}

/** Runs the kubectl on PATH for a cluster. `input` is its standard input. */
export async function kubectl(
  address: ClusterAddress,
  args: readonly string[],
  input?: string,
): Promise<Ended> {
  const { kubeconfig, context, cluster, timeout = DEFAULT_READ_TIMEOUT } = address;
  const chosen = [
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(cluster === undefined ? [] : [`--cluster=${cluster}`]),
  ];
  const text = kubeconfig !== undefined && isKubeconfigText(kubeconfig) ? openText(kubeconfig) : undefined;
  try {
    const file = text?.path ?? kubeconfig;
    const env = file === undefined ? process.env : { ...process.env, KUBECONFIG: file };
    return await run([...args, ...chosen], { env, timeout }, input);
  } finally {
    text?.close();
  }
}

/**
 * Opens a kubeconfig given as text as a file. The file has a path for as long as this program has it open, and no name in
 * the temporary folder, where it would stay if the program were killed. Without /proc, it has a name until it is closed.
 */
function openText(text: string): { readonly path: string; readonly close: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  const path = join(folder, "config");
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    remove();
    throw error;
  }
  if (!existsSync("/proc/self/fd")) return { path, close: remove };
  const open = openSync(path, "r");
  remove();
  return { path: `/proc/${process.pid}/fd/${open}`, close: () => closeSync(open) };
}

function run(
  args: readonly string[],
  { env, timeout }: { readonly env: NodeJS.ProcessEnv; readonly timeout: number },
  input = "",
): Promise<Ended> {
  const options = { env, timeout, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 } as const;
  return new Promise((resolve) => {
    const child = execFile("kubectl", args, options, (error, stdout, stderr) => {
      const missing = error?.code === ("ENOENT" as unknown);
      const late = error?.killed ? `kubectl did not answer within ${timeout / 1000} s` : undefined;
      resolve({ code: error ? 1 : 0, stdout, stderr: late ?? stderr, missing });
    });
    child.stdin?.on("error", () => undefined); // kubectl may end before it reads
    child.stdin?.end(input);
  });
}

/** The error that kubectl printed. */
export function readError(stderr: string): ReadError {
  return new ReadError(reasonOf(stderr), statusOf(stderr));
}

/** The last line, without what kubectl puts in front of the API server's sentence. */
function reasonOf(stderr: string): string {
  const line = stderr.trim().split("\n").at(-1) ?? "";
  return line.replace(/^(error: |Error from server \(\w+\): )/, "") || "kubectl failed without a reason";
}

/** kubectl prints the reason of the answer, and not its status. */
function statusOf(stderr: string): number | undefined {
  if (stderr.includes("(Forbidden)")) return 403;
  if (stderr.includes("(Unauthorized)")) return 401;
  return undefined;
}
