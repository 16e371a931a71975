import { cpus, release, totalmem } from "node:os";
import { run } from "../commands.js";

/** What a run depends on in addition to its command, so that two runs can be compared. */
export interface Environment {
  /** The version of the kernel. */
  readonly kernel: string;
  readonly cores: number;
  /** In GiB. */
  readonly memory: number;
  /** The version of Node.js. */
  readonly node: string;
  /** Versions of the parts that this machine has, as they print them. */
  readonly versions: Readonly<Record<string, string>>;
  /** The commit of this repository, with "+" for changes that are not committed. Absent outside of a clone. */
  readonly commit?: string;
}

const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  etcd: ["etcd", "--version"],
  containerd: ["containerd", "--version"],
  prometheus: ["prometheus", "--version"],
  pulumi: ["pulumi", "version"],
};

export async function environmentHere(): Promise<Environment> {
  const asked = Object.entries(VERSIONS).map(async ([name, [command = "", ...args]]) => {
    const text = await run(command, args).catch(() => undefined);
    return text === undefined ? [] : [[name, (text.split("\n")[0] ?? "").trim()]];
  });
  const versions = Object.fromEntries((await Promise.all(asked)).flat());
  return {
    ...{ kernel: release(), cores: cpus().length, memory: Math.round(totalmem() / 2 ** 30) },
    ...{ node: process.version, versions, commit: await commitHere() },
  };
}

async function commitHere(): Promise<string | undefined> {
  const git = (...args: string[]) => run("git", ["-C", import.meta.dirname, ...args]);
  try {
    const commit = (await git("rev-parse", "--short=12", "HEAD")).trim();
    const changes = await git("status", "--porcelain", "--untracked-files=no");
    return changes === "" ? commit : `${commit}+`;
  } catch {
    return undefined;
  }
}
