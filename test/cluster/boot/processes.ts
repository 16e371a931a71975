import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UNABLE } from "../settings.js";

/** A part of the cluster. It runs from its first start on, until it is stopped or killed. */
export interface Daemon {
  readonly name: string;
  /** Starts it again, with the same command. */
  start(): void;
  /** Stops it, and resolves when it has ended. */
  stop(): Promise<void>;
  /** Kills it, as a crash of its machine does, and resolves when it has ended. */
  kill(): Promise<void>;
}

/** Starts the parts of the cluster, each with a log file. The parts always end with their process namespace. */
export class Daemons {
  /** The exit code of the run when a part ends unexpectedly. */
  exitCode = UNABLE;
  readonly #logs: string;
  constructor(logs: string) {
    this.#logs = logs;
  }

  start(name: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Daemon {
    const log = openSync(join(this.#logs, `${name}.log`), "a");
    const begin = () => {
      const child = spawn(command, args, { stdio: ["ignore", log, log], env: { ...process.env, ...env } });
      const running = { child, wanted: true, ended: once(child, "close") };
      child.on("close", (code, signal) => {
        if (!running.wanted) return;
        process.stderr.write(`${name} ended with ${code ?? signal}:\n${this.lastLines(name)}\n`);
        process.exit(this.exitCode);
      });
      return running;
    };
    let running = begin();
    const endBy = async (end: (child: ChildProcess) => void) => {
      if (!running.wanted) return;
      running.wanted = false;
      end(running.child);
      await running.ended;
    };
    return {
      name,
      start: () => {
        if (running.wanted) throw new Error(`${name} runs already`);
        running = begin();
      },
      stop: () => endBy(end),
      kill: () => endBy((child) => child.kill("SIGKILL")),
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
