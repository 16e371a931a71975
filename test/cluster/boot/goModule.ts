import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { run } from "../commands.js";
import { during } from "../say.js";
import { CACHE, digest } from "./cache.js";

/** The folder of the test's Go code. */
export const SOURCES = join(import.meta.dirname, "..", "go");

export interface GoModuleOptions {
  /** The folder in the test's Go code whose go.mod requires the module. */
  readonly name: string;
  /** The path of the module. */
  readonly path: string;
  /** More flags of the linker for a version of the module. */
  readonly linkerFlags?: (version: string) => string;
}

/** A published Go module, whose commands are built once per machine from the module proxy. */
export class GoModule<Command extends string> {
  readonly version: string;
  /** What is built of it. Another version, go.mod or flag has another folder. */
  readonly folder: string;
  readonly #gomod: string;
  readonly #path: string;
  readonly #flags: readonly string[];

  constructor({ name, path, linkerFlags }: GoModuleOptions) {
    this.#path = path;
    this.#gomod = join(SOURCES, name, "go.mod");
    const text = readFileSync(this.#gomod, "utf8");
    this.version = new RegExp(`\\s${path} (v[\\d.]+)`).exec(text)?.[1] as string;
    this.#flags = ["-trimpath", `-ldflags=${["-s -w", linkerFlags?.(this.version) ?? []].flat().join(" ")}`];
    this.folder = join(CACHE, `${name}-${this.version}-${digest(text, ...this.#flags)}`);
  }

  /** The path of the binary of a command, whether it is built or not. */
  binary(command: Command): string {
    return join(this.folder, command);
  }

  /** Builds those of the commands that are missing. Gives up at `end`. */
  async build(end: number, commands: readonly Command[]): Promise<void> {
    for (const command of commands.filter((each) => !existsSync(this.binary(each)))) {
      const unfinished = `${this.binary(command)}.${process.pid}`; // an interrupted build must not leave a partial binary
      const args = ["go", "build", ...this.#flags, "-o", unfinished, `${this.#path}/cmd/${command}`];
      await during(`building ${command} (once; it stays in ${this.folder})`, () =>
        this.#run("nice", args, end),
      );
      renameSync(unfinished, this.binary(command));
    }
  }

  /** The folder with the files of a module that the go.mod requires; downloads it if it is missing. */
  async files(path: string, end: number): Promise<string> {
    const answer = await this.#run("go", ["mod", "download", "-json", path], end);
    return (JSON.parse(answer) as { Dir: string }).Dir;
  }

  /** Go verifies the modules with the checksum database, and writes go.sum and the completed go.mod to the cache. */
  #run(command: string, args: readonly string[], end: number): Promise<string> {
    const cwd = join(this.folder, "module");
    mkdirSync(cwd, { recursive: true });
    cpSync(this.#gomod, join(cwd, "go.mod"));
    const env = { GOFLAGS: "-mod=mod", CGO_ENABLED: "0" };
    return run(command, args, { cwd, env, timeout: Math.max(1, end - Date.now()) });
  }
}
