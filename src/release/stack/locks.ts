import { readdirSync, readFileSync } from "node:fs";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Who holds a stack in a backend without Pulumi Cloud. */
export interface Lock {
  readonly user: string;
  readonly host: string;
  readonly pid: number;
  /** As the backend writes it. */
  readonly since: string;
}

/** Whether a command failed because another update holds the stack: in Pulumi Cloud, or by a lock. */
export function isConflict(output: string): boolean {
  return (
    output.includes("[409] Conflict: Another update is currently in progress") ||
    output.includes("the stack is currently locked by")
  );
}

/** The locks that the output of a conflict lists; none with Pulumi Cloud. */
export function locksIn(output: string): Lock[] {
  const lines = output.matchAll(/: created by (.+)@(\S+) \(pid (\d+)\) at (\S+)/g);
  return [...lines].map(([, user = "", host = "", pid, since = ""]) => ({
    user,
    host,
    pid: Number(pid),
    since,
  }));
}

/** The locks of a stack whose backend is a directory of this machine; none for other backends. */
export function locksOnDisk(backend: string, project: string, stack: string): Lock[] {
  if (!backend.startsWith("file://")) return [];
  const name = stack.split("/").at(-1) ?? stack;
  const folder = join(directoryOf(backend), ".pulumi", "locks", "organization", project, name);
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    return files.map((file) => lockOf(JSON.parse(readFileSync(join(folder, file), "utf8"))));
  } catch {
    return []; // No lock yet, or one that has just been removed.
  }
}

/** Whether the process of a lock has ended for certain. Of a process on another machine, nothing is known. */
export function isStale({ host, pid }: Lock, isAlive: (pid: number) => boolean = isRunning): boolean {
  return host === hostname() && !isAlive(pid);
}

/** Why an update does not start, and what to do. */
export function conflictText(stack: string, locks: readonly Lock[], isAlive = isRunning): string {
  const [lock] = locks;
  const cancel = `pulumi cancel --stack ${stack}`;
  if (!lock) {
    return `another update of stack ${stack} runs; wait until it ends, or end it with ${cancel} if its process is gone`;
  }
  const holder = `${lock.user}@${lock.host} (process ${lock.pid}) has held stack ${stack} since ${lock.since}`;
  if (locks.every((one) => isStale(one, isAlive))) {
    return [
      `${holder}, but that process does not run any more: its update was killed.`,
      `Remove its lock with ${cancel}, then run the release again. It repeats the same update first.`,
    ].join("\n");
  }
  return [
    `${holder}.`,
    `Wait until its update ends. If that process is gone for certain, remove its lock with ${cancel}.`,
  ].join("\n");
}

function lockOf(json: { username?: string; hostname?: string; pid?: number; timestamp?: string }): Lock {
  const { username = "", hostname: host = "", pid = 0, timestamp = "" } = json;
  return { user: username, host, pid, since: timestamp };
}

/** `file://~` is the home directory. */
function directoryOf(backend: string): string {
  const [place = ""] = backend.slice("file://".length).split("?");
  if (place.startsWith("~")) return join(homedir(), place.slice(1));
  return place.startsWith("/") ? fileURLToPath(`file://${place}`) : place;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
