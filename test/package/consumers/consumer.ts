// Projects of users, in folders of their own.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { expect } from "vitest";
import { download } from "../download.js";
import { commonJsProgram, PLANNED, program } from "../programs.js";

const root = resolve(__dirname, "../../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();

type Versions = Readonly<Record<string, string>>;

const peers = (version: (name: string) => string): Versions =>
  Object.fromEntries(Object.keys(manifest.peerDependencies).map((name) => [name, version(name)]));

export const LOWEST = peers((name) => /\d+\.\d+\.\d+/.exec(manifest.peerDependencies[name])?.[0] as string);
/** The newest that run on Node 20. */
export const LOCKED = peers((name) => manifest.devDependencies[name]);
export const NEWEST = peers(() => "latest");

export interface Tools {
  /** The path of a Node binary. */
  readonly node: (major: number) => string;
  /** The path of a file of a package manager. */
  readonly file: (path: string) => string;
}

/** A folder with the packed package, and with the tools that users have. The caller removes it. */
export function prepare(tools: Versions): { directory: string; tarball: string; tools: Tools } {
  const directory = mkdtempSync(join(tmpdir(), "consumers-"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", directory], { cwd: root });
  const tarball = join(directory, readdirSync(directory).find((name) => name.endsWith(".tgz")) as string);
  const project = makeProject(join(directory, "tools"), tools);
  install(project, ["npm", "install", "--ignore-scripts", ...QUIET]);
  const file = (path: string) => join(project, "node_modules", path);
  return { directory, tarball, tools: { file, node: (major) => file(`node${major}/bin/node`) } };
}

export const QUIET = ["--no-audit", "--no-fund", "--prefer-offline"];

/** Nodes as packages of npm: each has the binary of one platform. */
export function nodes(...majors: number[]): Versions {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  return Object.fromEntries(majors.map((major) => [`node${major}`, `npm:${name}@${major}`]));
}

export function makeProject(directory: string, dependencies: Versions, more: object = {}): string {
  mkdirSync(directory, { recursive: true });
  const content = { name: "user", version: "1.0.0", private: true, dependencies, ...more };
  writeFileSync(join(directory, "package.json"), JSON.stringify(content));
  return directory;
}

interface Environment {
  /** The Node that runs the command and the commands it calls. */
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command, fails with everything it printed, and returns that. */
export function run(cwd: string, [command, ...args]: string[], { node, env }: Environment = {}) {
  const PATH = [...(node ? [dirname(node)] : []), process.env.PATH].join(delimiter);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, YARN_NPM_REGISTRY_SERVER: registry, ...env, PATH },
  });
  expect(status, `${command} ${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return { stdout, printed: stdout + stderr };
}

/** Installs without a warning about the engine or about a peer of ours. */
export function install(cwd: string, command: string[], environment: Environment = {}): void {
  const { printed } = download(() => run(cwd, command, environment));
  expect(printed).not.toMatch(/EBADENGINE|Unsupported engine|engine "(node|npm)"/); // npm, pnpm, yarn 1
  expect(printed).not.toMatch(/(unmet|missing|incorrect) peer.*@(pulumi|kubernetes)\//i); // npm, pnpm, yarn 1
  expect(printed).not.toMatch(/YN00(02|60).*(@pulumi|pulumi-kubernetes-traffic)/); // yarn 4
}

/** Runs the program as a CommonJS and as an ECMAScript module. */
export function expectPlans(cwd: string, command: string[], environment: Environment = {}): void {
  writeFileSync(join(cwd, "program.cjs"), commonJsProgram);
  expect(run(cwd, [...command, "program.cjs"], environment).stdout).toBe(PLANNED);
  writeFileSync(join(cwd, "program.mjs"), program);
  expect(run(cwd, [...command, "program.mjs"], environment).stdout).toBe(PLANNED);
}
