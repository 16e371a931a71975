import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { Failure, isSystemError, messageOf } from "../failure.js";
import type { PolicyResult } from "../packs/result.js";
import type { Project } from "../project/project.js";
import { statOf } from "./insideFolder.js";

/** Throws a Failure for a path that is no file, before the program runs. */
export function assertSarifFile(file: string): void {
  if (!isFolder(file)) return;
  throw new Failure(`--sarif ${file} is a folder; give the path of a file`, 2);
}

/** Writes the violations as SARIF, and the folder of the file if it does not exist. Throws a Failure for an unwritable file. */
export async function writeSarif(file: string, result: PolicyResult, project: Project): Promise<void> {
  const { sarifOf } = await import("./sarif.js"); // the builder would delay every other preview
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, sarifOf(result, sourceOf(project)));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new Failure(`--sarif ${file} cannot be written: ${messageOf(error)}; give another path`);
  }
}

/**
 * The file of the program relative to the repository, as code hosts require it, with / on every system. Pulumi.yaml when the
 * file is unknown or outside the repository.
 */
export function sourceOf(project: Project): string {
  const root = repositoryOf(resolve(project.root)) ?? resolve(project.root);
  const inRepository = (file: string) => relative(root, file).split(sep);
  const program = programFile(project);
  const path = program === undefined ? undefined : inRepository(program);
  const used = path === undefined || path[0] === ".." ? inRepository(projectFile(project)) : path;
  return used.join("/");
}

/** The folder with `.git` in it: a folder, or a file in a worktree. */
function repositoryOf(directory: string): string | undefined {
  if (existsSync(join(directory, ".git"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : repositoryOf(parent);
}

function projectFile({ root }: Project): string {
  const names = ["Pulumi.yaml", "Pulumi.yml"].map((name) => resolve(root, name));
  return names.find((file) => existsSync(file)) ?? resolve(root, "Pulumi.yaml");
}

const SOURCES = [".ts", ".js", ".mts", ".mjs", ".cts", ".cjs", ".tsx"];

/** The file that Node.js runs for a project, if that is a source. */
function programFile({ pwd, main }: Project): string | undefined {
  const entry = resolve(pwd, main);
  const given = isFolder(entry) ? join(entry, mainOf(entry) ?? "index") : entry;
  const candidates = [given, ...SOURCES.map((extension) => given + extension), ...sameNamed(given)];
  const inside = isFolder(given) ? SOURCES.map((extension) => join(given, `index${extension}`)) : [];
  return [...candidates, ...inside].find(isFile);
}

/** `index.ts` for `index.js`: package.json may name what a build makes. */
function sameNamed(file: string): string[] {
  const stem = file.replace(/\.[cm]?js$/, "");
  return stem === file ? [] : SOURCES.map((extension) => stem + extension);
}

function mainOf(directory: string): string | undefined {
  try {
    const { main } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as { main?: unknown };
    return typeof main === "string" && basename(main) !== "" ? main : undefined;
  } catch {
    return undefined; // without a readable one, Node.js runs index.js
  }
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}
