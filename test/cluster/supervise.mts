import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder of a run. */
export interface State {
  readonly folder: string;
  /** Removes what the run has left on this machine. It is also done when this process ends without it. */
  remove(): Promise<void>;
}

/** Makes the folder of a run, and starts the process that removes it. */
export function makeState(): State {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-kubernetes-traffic-cluster-"));
  mkdirSync(join(folder, "logs"));
  const remover = spawn(process.execPath, [join(import.meta.dirname, "remove.mts"), folder], {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true, // outlives Ctrl-C
  });
  const ended = new Promise<void>((resolve) => remover.on("close", () => resolve()));
  return {
    folder,
    remove: () => {
      remover.stdin.end();
      return ended;
    },
  };
}

/**
 * Runs a module in namespaces of its own: network, mounts and processes. The kernel ends and removes all that is in
 * them together with their first process, which dies with this one; so nothing stays behind, whatever happens.
 */
export async function runInside(module: string, argument: string, signal: AbortSignal): Promise<number> {
  const first = [
    "set -e",
    "mount -t tmpfs tmpfs /run", // sockets, locks and names of network namespaces
    '"$@" & set +e; wait $!', // the shell is process 1 and buries what its daemons leave
  ].join("\n");
  const unshare = [
    "unshare",
    "--net",
    "--mount",
    "--propagation",
    "private",
    "--pid",
    "--fork",
    "--mount-proc",
  ];
  const args = ["--pdeathsig", "KILL", ...unshare, "--kill-child=KILL"];
  const inner = ["bash", "-c", first, "bash", process.execPath, module, argument];
  const child: ChildProcess = spawn("setpriv", [...args, ...inner], {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true, // Ctrl-C reaches only us
  });
  const end = () => child.kill("SIGKILL");
  signal.addEventListener("abort", end);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
