import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const MODULES = join(ROOT, "node_modules");

/** The programs, each in a project of its own. */
export class Projects {
  readonly #directory = mkdtempSync(join(tmpdir(), "foreign-"));

  /** Makes the project of a program. `bare` projects have neither ts-node nor typescript. */
  make(program: string, { bare = false } = {}): string {
    const directory = join(this.#directory, bare ? "bare" : "full", program);
    if (existsSync(directory)) return directory;
    cpSync(join(__dirname, "programs", program), directory, { recursive: true });
    symlinkSync(bare ? this.#bareModules() : MODULES, join(directory, "node_modules"));
    const defaults = {
      "Pulumi.yaml": "name: foreign\nruntime: nodejs\n",
      "Pulumi.dev.yaml": "config:\n  foreign:owner: me\n",
      "package.json": "{}",
    };
    for (const [name, text] of Object.entries(defaults)) {
      if (!existsSync(join(directory, name))) writeFileSync(join(directory, name), text);
    }
    return directory;
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }

  #bareModules(): string {
    const modules = join(this.#directory, "modules");
    if (existsSync(modules)) return modules;
    mkdirSync(modules);
    for (const name of readdirSync(MODULES)) {
      if (!["ts-node", "typescript"].includes(name)) symlinkSync(join(MODULES, name), join(modules, name));
    }
    return modules;
  }
}
