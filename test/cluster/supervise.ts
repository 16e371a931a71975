import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moduleArguments } from "./commands.js";

/** The folder of a run. */
export interface State {
  readonly folder: string;
  /** Removes what the run has left on this machine. It is also done when this process ends without it. */
  remove(): Promise<void>;
}

/** The processes that are started one after the other to remove what a run leaves behind, if somebody kills them. */
const REMOVERS = 3;

/**
 * Makes the folder of a run, and starts the process that removes it. `remover` gets the folder and these arguments, and
 * begins when its standard input ends.
 */
export function makeState(remover: "remove.ts" | "removeForeign.ts", ...args: string[]): State {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-kubernetes-traffic-cluster-"));
  mkdirSync(join(folder, "logs"));
  let left = REMOVERS;
  let isAsked = false;
  let removing: ChildProcess;
  let done: () => void = () => {};
  const removed = new Promise<void>((resolve) => {
    done = resolve;
  });
  const start = () => {
    left--;
    removing = spawn(
      process.execPath,
      moduleArguments(join(import.meta.dirname, remover), folder, ...args),
      { stdio: ["pipe", "ignore", "inherit"], detached: true }, // outlives Ctrl-C
    );
    removing.stdin?.on("error", () => {}); // it was killed
    removing.on("close", (_, signal) => {
      if (signal === null || left === 0) return done();
      start();
      if (isAsked) removing.stdin?.end();
    });
  };
  start();
  return {
    folder,
    remove: () => {
      isAsked = true;
      removing.stdin?.end();
      return removed;
    },
  };
}

/**
 * Runs inside.ts in namespaces of its own: network, mounts and processes. The kernel ends and removes all that is in
 * them together with their first process, which dies with this one; so nothing stays behind, whatever happens.
 */
export async function runInside(state: string, argument: string, signal: AbortSignal): Promise<number> {
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
  const module = join(import.meta.dirname, "inside.ts");
  const first = join(import.meta.dirname, "first.sh");
  const inner = ["bash", first, process.execPath, ...moduleArguments(module, argument)];
  const child = spawn("setpriv", [...args, ...inner], {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true, // Ctrl-C reaches only us
  });
  writeFileSync(pidFile(state), String(child.pid));
  return exitCode(child, signal, () => child.kill("SIGKILL"));
}

/** The file with the id of the process whose network namespace is that of the run. */
export function pidFile(state: string): string {
  return join(state, "pid");
}

/**
 * Runs foreign.ts in a separate process group. The group ends, with everything that it has started, when `signal` aborts
 * or this process ends.
 */
export async function runBeside(argument: string, signal: AbortSignal): Promise<number> {
  const child = spawn(process.execPath, moduleArguments(join(import.meta.dirname, "foreign.ts"), argument), {
    stdio: ["pipe", "inherit", "inherit"],
    detached: true, // Ctrl-C reaches only us
  });
  return exitCode(child, signal, () => process.kill(-(child.pid as number), "SIGKILL"));
}

function exitCode(child: ChildProcess, signal: AbortSignal, end: () => void): Promise<number> {
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      signal.removeEventListener("abort", end);
      resolve(code ?? 1);
    });
  });
}
