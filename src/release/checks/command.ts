import { spawn } from "node:child_process";
import type { CheckResult } from "../driver/ports.js";
import { oneLine } from "../outside/oneLine.js";
import { signalGroup } from "../outside/signalGroup.js";
import type { CheckSpec } from "../spec/spec.js";
import { after, lastLines, timeText } from "./text.js";

type CommandCheck = Extract<CheckSpec, { check: "command" }>;

/** Where a command runs. */
export interface Surroundings {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds between the request to end and the kill. Default: 2000. */
  readonly grace?: number | undefined;
}

/** Characters of the output that are kept: its end. */
const LONGEST_OUTPUT = 16_384;

/** Milliseconds for the rest of the output after the shell has ended: a process in the background may hold it open. */
const REST = 500;

/** Runs a shell command. It passes with exit code 0. Nothing that it has started lives longer than it. */
export async function commandCheck(
  { command, timeout }: CommandCheck,
  stopped: AbortSignal,
  surroundings: Surroundings,
): Promise<CheckResult> {
  const name = oneLine(command, 80);
  if (stopped.aborted) return { passed: false, text: `${name} was stopped before it ran` };
  const start = performance.now();
  const { end, output } = await run(command, timeout * 1000, stopped, surroundings);
  const took = timeText(performance.now() - start);
  const lines = after(lastLines(output));
  if (stopped.aborted && end.reason !== "exit") return { passed: false, text: `${name} was stopped${lines}` };
  switch (end.reason) {
    case "exit":
      if (end.code === 0) return { passed: true, text: `${name} passed in ${took}${lines}` };
      return {
        passed: false,
        text: `${name} ended with ${end.code === null ? `signal ${end.signal}` : `exit code ${end.code}`} after ${took}${lines}`,
      };
    case "ended":
      return { passed: false, text: `${name} did not end within ${timeText(timeout * 1000)}${lines}` };
    case "error":
      return {
        passed: false,
        text: `${name} could not run: ${oneLine(end.error.message)}; check ${surroundings.cwd}`,
      };
  }
}

type End =
  | { readonly reason: "exit"; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  /** By us: it took too long, or the check was stopped. */
  | { readonly reason: "ended" }
  | { readonly reason: "error"; readonly error: Error };

function run(
  command: string,
  timeout: number,
  stopped: AbortSignal,
  { cwd, environment, grace = 2000 }: Surroundings,
): Promise<{ end: End; output: string }> {
  return new Promise((resolve) => {
    let output = "";
    let ended = false;
    // A group of its own, so that all of it can be ended.
    const child = spawn(command, {
      cwd,
      env: environment as NodeJS.ProcessEnv,
      shell: true,
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const keep = (part: Buffer) => {
      output = (output + part.toString("utf8")).slice(-LONGEST_OUTPUT);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    let kill: NodeJS.Timeout | undefined;
    const stop = () => {
      if (ended) return;
      ended = true;
      signalGroup(child.pid, "SIGTERM");
      kill = setTimeout(() => signalGroup(child.pid, "SIGKILL"), grace);
    };
    const late = setTimeout(stop, timeout);
    stopped.addEventListener("abort", stop);
    const finish = (end: End) => {
      clearTimeout(late);
      clearTimeout(kill);
      stopped.removeEventListener("abort", stop);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ end, output });
    };
    child.on("error", (error) => finish({ reason: "error", error }));
    child.on("exit", (code, by) => {
      const end: End = ended ? { reason: "ended" } : { reason: "exit", code, signal: by };
      const rest = setTimeout(last, REST);
      child.on("close", last);
      function last() {
        clearTimeout(rest);
        child.removeListener("close", last);
        signalGroup(child.pid, "SIGKILL");
        finish(end);
      }
    });
  });
}
