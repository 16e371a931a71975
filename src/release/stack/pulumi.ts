import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { Failure } from "../../preview/failure.js";

// The release runs the CLI itself and not by the Automation API of the SDK, for reasons that were all seen with a real CLI:
//
// - Ctrl-C in a terminal reaches every process there, and the API sends a second SIGINT for its `signal`. At the second one
//   the CLI ends without waiting for its operations. Here the CLI has a process group of its own and gets one SIGINT.
// - With the API, the CLI writes into a pipe. When the driver dies, so does the CLI, in the middle of the update, and its lock
//   stays. Here it writes into a file, and finishes.
// - The API exports a state only with all its secrets decrypted, which needs the passphrase even for a look. After an `up` it
//   asks for the decrypted outputs, and a failure of that is a failure of the update.
// - The API selects the stack, which changes what the next command of a person works on.

/** How the CLI runs. */
export interface PulumiSettings {
  /** The directory of Pulumi.yaml. */
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** An ended run of the CLI. */
export interface PulumiResult {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** Of this machine. */
  readonly pid: number;
  /** With `pulumiUp`, stdout and stderr in the order in which they were written. */
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that only reads ends after so many milliseconds at most. Stopping it changes nothing. */
const READ_LIMIT = 120_000;

/** How often the output of an update is read, in milliseconds. */
const FOLLOW = 100;

/** Runs a command that changes nothing. Rejects with a Failure if there is no CLI, or when the command does not end. */
export async function pulumiRead(args: readonly string[], settings: PulumiSettings): Promise<PulumiResult> {
  const child = start(args, settings, "pipe");
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
    });
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, READ_LIMIT);
  try {
    const ended = await endOf(child);
    if (!late) return { ...ended, ...text };
  } finally {
    clearTimeout(timer);
  }
  throw new Failure(
    `pulumi ${args.join(" ")} did not end within ${READ_LIMIT / 1000} seconds; check that the backend can be reached`,
  );
}

/**
 * Runs a command that changes the stack to its end, however long that takes: killing it would leave a lock and half of an
 * operation, and the provider limits every wait itself. `stopped` sends one SIGINT, at which the CLI finishes what it has
 * begun. Rejects with a Failure if there is no CLI.
 */
export async function pulumiUp(
  args: readonly string[],
  settings: PulumiSettings,
  { stopped, onOutput }: { stopped: AbortSignal; onOutput?: ((text: string) => void) | undefined },
): Promise<PulumiResult> {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-release-"));
  const output = join(directory, "output");
  const file = openSync(output, "wx", 0o600);
  const follower = followed(output, (text) => onOutput?.(text));
  try {
    const child = start(args, settings, file);
    const stop = () => {
      // On Windows there are no process groups, and Ctrl-C reaches the CLI by the console.
      if (process.platform !== "win32") child.kill("SIGINT");
    };
    stopped.addEventListener("abort", stop, { once: true });
    try {
      const ended = await endOf(child);
      return { ...ended, stdout: follower.end(), stderr: "" };
    } finally {
      stopped.removeEventListener("abort", stop);
    }
  } finally {
    follower.end();
    closeSync(file);
    rmSync(directory, { recursive: true, force: true });
  }
}

function start(args: readonly string[], settings: PulumiSettings, output: "pipe" | number): ChildProcess {
  return spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    cwd: settings.cwd,
    env: { PULUMI_SKIP_UPDATE_CHECK: "true", ...settings.environment },
    stdio: ["ignore", output, output],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
}

function endOf(child: ChildProcess): Promise<Pick<PulumiResult, "code" | "signal" | "pid">> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => reject(notStarted(error)));
    child.once("close", (code, signal) => {
      resolve({ code: code ?? undefined, signal: signal ?? undefined, pid: child.pid ?? 0 });
    });
  });
}

function notStarted(error: NodeJS.ErrnoException): Failure {
  if (error.code !== "ENOENT") return new Failure(`pulumi cannot be started: ${error.message}`);
  return new Failure(
    "there is no pulumi on PATH, and a release runs pulumi up; install it: https://www.pulumi.com/docs/install/",
  );
}

/** Reads a file while it grows. `end` reads the rest and returns all of it. */
function followed(path: string, onText: (text: string) => void): { end(): string } {
  const file = openSync(path, "r");
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.alloc(64 * 1024);
  let all = "";
  let open = true;
  const look = () => {
    for (;;) {
      const length = readSync(file, buffer);
      if (length === 0) return;
      const text = decoder.write(buffer.subarray(0, length));
      all += text;
      onText(text);
    }
  };
  const timer = setInterval(look, FOLLOW);
  return {
    end() {
      if (!open) return all;
      open = false;
      clearInterval(timer);
      look();
      closeSync(file);
      return all;
    },
  };
}
