import { readFileSync } from "node:fs";

/** Milliseconds between two looks at whether npm is still there. */
const LOOK = 500;

/**
 * Calls `gone` when the npm that has started this process ends. A killed npm ends without a word to what it has started.
 * Without npm nothing is watched: a process of `nohup` must outlive its shell.
 */
export function whenNpmEnds(gone: () => void): void {
  const npm = npmAbove(process.ppid);
  if (npm === undefined) return;
  const timer = setInterval(() => {
    if (isRunning(npm)) return;
    clearInterval(timer);
    gone();
  }, LOOK);
  timer.unref();
}

/** The id of the nearest process above that is npm: the parent, or that of the shell between. */
function npmAbove(pid: number, levels = 3): number | undefined {
  const status = statusOf(pid);
  if (status === undefined || levels === 0) return undefined;
  return /^npm/.test(status.name) ? pid : npmAbove(status.parent, levels - 1);
}

function isRunning(pid: number): boolean {
  const status = statusOf(pid);
  return status !== undefined && status.state !== "Z";
}

/** What Linux knows of a process. */
export function statusOf(pid: number): { name: string; state: string; parent: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, name = "", state = "", parent = ""] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(text) ?? [];
    return { name, state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
