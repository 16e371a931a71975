// Removes what a run leaves behind once its parent process has ended, for any reason: remove.ts FOLDER
import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sleep } from "./commands.js";

const CONTROL_GROUPS = "/sys/fs/cgroup";

const [, , folder = ""] = process.argv;
const before = new Set(controlGroups());
for await (const _ of process.stdin); // ends with the parent process
// Containers leave empty control groups. The kernel does not remove one in which a process still runs.
const made = () => controlGroups().filter((group) => !before.has(group));
for (let attempt = 0; attempt < 40 && made().length > 0; attempt++) {
  if (attempt > 0) await sleep(250);
  for (const group of made().sort((a, b) => b.length - a.length)) {
    try {
      rmdirSync(group);
    } catch {}
  }
}
rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });

/** The control groups of containers of containerd: kubelet and runc make them at fixed places. */
function controlGroups(): string[] {
  const roots = ["", ...(existsSync(CONTROL_GROUPS) ? readdirSync(CONTROL_GROUPS) : [])];
  return roots.flatMap((root) =>
    ["k8s.io", "kubepods"].flatMap((name) => folders(join(CONTROL_GROUPS, root, name))),
  );
}

function folders(root: string): string[] {
  if (!existsSync(root)) return [];
  const inner = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [root, ...inner.flatMap((entry) => folders(join(root, entry.name)))];
}
