import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sleep } from "./commands.mts";

const PREFIX = "pulumi-kubernetes-traffic-cluster-";

/** Makes the folder of a run, and removes those of runs that ended without tidying up. */
export async function makeState(): Promise<string> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = existsSync(join(folder, "pid")) ? readFileSync(join(folder, "pid"), "utf8") : "";
    if (owner !== "" && !existsSync(`/proc/${owner}`)) await removeState(folder);
  }
  const state = mkdtempSync(join(tmpdir(), PREFIX));
  mkdirSync(join(state, "logs"));
  writeFileSync(join(state, "control-groups"), controlGroups().join("\n"));
  writeFileSync(join(state, "pid"), String(process.pid));
  return state;
}

/** Removes a run's folder, and the empty control groups that its containers leave in the machine's tree. */
export async function removeState(state: string): Promise<void> {
  const before = new Set(readFileSync(join(state, "control-groups"), "utf8").split("\n"));
  const made = () => controlGroups().filter((folder) => !before.has(folder));
  for (let attempt = 0; attempt < 20 && made().length > 0; attempt++) {
    if (attempt > 0) await sleep(250); // its last processes are still ending
    for (const folder of made().sort((a, b) => b.length - a.length)) {
      try {
        rmdirSync(folder); // refused by the kernel while anything runs in it
      } catch {}
    }
  }
  rmSync(state, { recursive: true, force: true });
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

const CONTROL_GROUPS = "/sys/fs/cgroup";

/** The control groups of containers of containerd: kubelet and runc make them at fixed places. */
function controlGroups(): string[] {
  const roots = ["", ...(existsSync(CONTROL_GROUPS) ? readdirSync(CONTROL_GROUPS) : [])];
  return roots.flatMap((root) =>
    ["k8s.io", "kubepods"].flatMap((name) => folders(join(CONTROL_GROUPS, root, name))),
  );
}

function folders(root: string): string[] {
  if (!existsSync(root)) return [];
  const inner = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [root, ...inner.flatMap((entry) => folders(join(root, entry.name)))];
}
