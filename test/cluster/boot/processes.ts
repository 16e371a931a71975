import { type ChildProcess, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UNABLE } from "../settings.js";

/** A part of the cluster that keeps running. */
export interface Daemon {
  readonly name: string;
  /** Ends it, and resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts the parts of the cluster, each with a log file. They end with the namespace they run in, whatever happens. */
export class Daemons {
  /** What the whole run ends with when one of them ends by itself. */
  exitCode = UNABLE;
  readonly #logs: string;
  constructor(logs: string) {
    this.#logs = logs;
  }

  start(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Daemon {
    const log = openSync(join(this.#logs, `${name}.log`), "a");
    const child = spawn(command, args, { stdio: ["ignore", log, log], env: { ...process.env, ...env } });
    const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
    let wanted = true;
    child.on("close", (code, signal) => {
      if (!wanted) return;
      process.stderr.write(`${name} ended with ${code ?? signal}:\n${this.lastLines(name)}\n`);
      process.exit(this.exitCode);
    });
    return {
      name,
      stop: async () => {
        wanted = false;
        end(child);
        await ended;
      },
    };
  }

  lastLines(name: string, lines = 15): string {
    return readFileSync(join(this.#logs, `${name}.log`), "utf8")
      .trim()
      .split("\n")
      .slice(-lines)
      .join("\n");
  }
}

function end(child: ChildProcess): void {
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), 5000).unref();
}
