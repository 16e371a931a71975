import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../../../src/release/driver/run.js";
import { moduleArguments } from "../commands.js";
import type { StackOf } from "./harnessStack.js";

/** What a process of the driver needs to know. */
export interface DriverSettings extends StackOf {
  /** Kills itself after everything that it does, once each. */
  readonly kills: boolean;
}

/** How a process of the driver ended. */
export interface DriverEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Undefined if it was killed before. */
  readonly outcome: Outcome | undefined;
  /** What it did and why, and its errors. */
  readonly notes: string;
}

/** A running process of the driver. */
export interface DriverProcess {
  /** Kills it with its `up`. */
  kill(): void;
  readonly ended: Promise<DriverEnd>;
}

/** Starts the driver in a process group of its own. It logs to a file of its name. */
export function startDriver(settings: DriverSettings, logs: string): DriverProcess {
  const module = join(import.meta.dirname, "driver.ts");
  const child = spawn(process.execPath, moduleArguments(module, JSON.stringify(settings)), {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const log = createWriteStream(join(logs, "release-driver.log"), { flags: "a" });
  let output = "";
  let notes = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  child.stderr.on("data", (data) => {
    notes += data;
    log.write(data);
  });
  const ended = new Promise<DriverEnd>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      log.end();
      resolve({ code, signal, notes, outcome: output ? JSON.parse(output) : undefined });
    });
  });
  return { ended, kill: () => void process.kill(-(child.pid as number), "SIGKILL") };
}

/** Runs the driver to its end. */
export function runDriver(settings: DriverSettings, logs: string): Promise<DriverEnd> {
  return startDriver(settings, logs).ended;
}
