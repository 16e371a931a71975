import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { root } from "./pages.js";

/** A Pulumi project of a reader, in a folder of its own. */
export interface Project {
  readonly directory: string;
  /** Runs `npx pulumi-kubernetes-traffic` in it, on a machine without the Pulumi CLI. */
  command(args: readonly string[]): Promise<{ stdout: string; stderr: string }>;
}

/** Makes a project of these files, with the packages that README installs unless `installed` is false, and removes it. */
export async function withProject<T>(
  files: Readonly<Record<string, string>>,
  use: (project: Project) => Promise<T>,
  { installed = true } = {},
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "docs-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    if (installed) install(directory);
    return await use({ directory, command: (args) => run(args, directory) });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function install(directory: string): void {
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(root, join(directory, "node_modules/pulumi-kubernetes-traffic"));
  for (const name of ["@pulumi", "ts-node", "typescript"]) {
    symlinkSync(join(root, "node_modules", name), join(directory, "node_modules", name));
  }
}

function run(args: readonly string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const command = resolve(root, bin["pulumi-kubernetes-traffic"]);
  const env = { PATH: cwd, HOME: cwd }; // no pulumi is there
  return new Promise((done) => {
    execFile(process.execPath, [command, ...args], { cwd, env }, (_error, stdout, stderr) =>
      done({ stdout, stderr }),
    );
  });
}
