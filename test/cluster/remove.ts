// Removes what a run leaves behind once its parent process has ended, for any reason: remove.ts FOLDER
import { rmdirSync, rmSync } from "node:fs";
import { sleep } from "./commands.js";
import { controlGroupsOf, sharedGroups } from "./controlGroups.js";

const [, , folder = ""] = process.argv;
for await (const _ of process.stdin); // ends with the parent process
// Containers leave empty control groups. The kernel does not remove one in which a process still runs.
for (let attempt = 0; attempt < 40 && controlGroupsOf(folder).length > 0; attempt++) {
  if (attempt > 0) await sleep(250);
  remove(controlGroupsOf(folder));
}
remove(sharedGroups()); // unless another run has something there
rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });

/** Removes those that are empty. */
function remove(groups: readonly string[]): void {
  for (const group of groups) {
    try {
      rmdirSync(group);
    } catch {}
  }
}
