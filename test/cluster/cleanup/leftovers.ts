import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Its command line. */
  readonly command: string;
}

/** What a run has on this machine while it goes on. */
export interface Traces {
  readonly pids: readonly number[];
  /** The namespaces of its processes that are not those of this process. */
  readonly namespaces: readonly string[];
  /** The control groups of its processes that are not those of this process. */
  readonly controlGroups: readonly string[];
  /** Its folder. */
  readonly folder: string;
}

const KINDS = ["net", "mnt", "pid"];

export function processes(): Process[] {
  return pids().flatMap((pid) => {
    const stat = text(pid, "stat");
    const [, state, parent] = /^\d+ \(.*\) (\S) (\d+)/s.exec(stat) ?? [];
    if (state === undefined || state === "Z") return [];
    return [{ pid, parent: Number(parent), command: text(pid, "cmdline").replace(/\0/g, " ").trim() }];
  });
}

/** A process and all that it has started, directly or not. */
export function family(root: number): Process[] {
  const all = processes();
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid)); // grows while it is read
  return found;
}

/** The traces of the run that this process has started. */
export function tracesOf(root: number, folder: string): Traces {
  const own = family(root).map(({ pid }) => pid);
  const others = (read: (pid: number) => readonly string[]) => {
    const here = new Set(read(process.pid));
    return [...new Set(own.flatMap(read))].filter((each) => !here.has(each));
  };
  return { pids: own, namespaces: others(namespacesOf), controlGroups: others(controlGroupsOf), folder };
}

/** What is left of a run. */
export function leftOf({ pids: own, namespaces, controlGroups, folder }: Traces): string[] {
  const inside = processes().filter(
    ({ pid }) => own.includes(pid) || namespacesOf(pid).some((each) => namespaces.includes(each)),
  );
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  return [
    ...inside.map(({ pid, command }) => `process ${pid}: ${command.slice(0, 120)}`),
    ...mounts.filter((line) => line.includes(folder)).map((line) => `mount ${line}`),
    ...controlGroups.filter((path) => existsSync(path)).map((path) => `control group ${path}`),
    ...(existsSync(folder) ? [`folder ${folder}`] : []),
  ];
}

function pids(): number[] {
  return readdirSync("/proc").map(Number).filter(Boolean);
}

function namespacesOf(pid: number): string[] {
  return KINDS.flatMap((kind) => {
    try {
      return [readlinkSync(`/proc/${pid}/ns/${kind}`)];
    } catch {
      return []; // it has ended
    }
  });
}

/** The folders of its control groups, in both versions of them. */
function controlGroupsOf(pid: number): string[] {
  const lines = text(pid, "cgroup").split("\n").filter(Boolean);
  return lines.map((line) => {
    const [, controllers = "", path = ""] = line.split(":");
    return join("/sys/fs/cgroup", controllers.replace(/^name=/, "") || "unified", path);
  });
}

function text(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return ""; // it has ended
  }
}
