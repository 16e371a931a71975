import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Update } from "../../../src/release/driver/ports.js";
import type { Config } from "./program.js";

/** An update that runs, or was killed. */
export interface Running {
  readonly pid: number;
  readonly message: string;
  readonly started: number;
  readonly config: Config;
}

/** What a stack keeps in its folder: its config, its history, and the update that runs. */
export class StackFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  config(): Config {
    return existsSync(this.#at("config.json")) ? JSON.parse(this.#read("config.json")) : {};
  }

  /** A kill leaves the whole old config, or the whole new one. */
  writeConfig(config: Config): void {
    writeFileSync(this.#at("config.new"), JSON.stringify(config));
    renameSync(this.#at("config.new"), this.#at("config.json"));
  }

  /** The updates that have ended, the oldest first. */
  updates(): Update[] {
    if (!existsSync(this.#at("history.jsonl"))) return [];
    const lines = this.#read("history.jsonl").split("\n");
    return lines.filter(Boolean).map((line) => JSON.parse(line) as Update);
  }

  /** The update that runs or was killed. */
  running(): Running | undefined {
    return existsSync(this.#at("running.json")) ? JSON.parse(this.#read("running.json")) : undefined;
  }

  /** Begins an update. One that was killed is forgotten. */
  begin(running: Running): void {
    writeFileSync(this.#at(`running.${running.pid}`), JSON.stringify(running));
    renameSync(this.#at(`running.${running.pid}`), this.#at("running.json"));
  }

  /** Ends the update that runs. */
  end(update: Update): void {
    appendFileSync(this.#at("history.jsonl"), `${JSON.stringify(update)}\n`);
    rmSync(this.#at("running.json"));
  }

  #read(name: string): string {
    return readFileSync(this.#at(name), "utf8");
  }

  #at(name: string): string {
    return join(this.#folder, name);
  }
}
