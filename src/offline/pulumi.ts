import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Command } from "./cli.js";
import type { Target } from "./preview.js";
import type { Terminal } from "./terminal.js";

/** The `pulumi` on PATH, if there is one. */
export function findPulumi(environment: NodeJS.ProcessEnv): string | undefined {
  const names = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
  const directories = (environment.PATH ?? "").split(delimiter).filter((directory) => directory !== "");
  return directories.flatMap((directory) => names.map((name) => join(directory, name))).find(isExecutable);
}

export async function pulumiUp(
  _pulumi: string,
  _command: Command,
  _target: Target,
  _environment: NodeJS.ProcessEnv,
  _terminal: Terminal,
): Promise<void> {}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
