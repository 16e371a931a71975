import { readdirSync } from "node:fs";
import { statusOf } from "./parent.js";

/**
 * Kills a process and all that it has started, as the end of a CI job does. The plugins of the Pulumi CLI are in process
 * groups of their own, and outlive it.
 */
export function killTree(pid: number): void {
  const tree = [pid];
  const running = readdirSync("/proc").map(Number).filter(Number.isInteger);
  const parents = new Map(running.map((one) => [one, statusOf(one)?.parent]));
  for (const parent of tree) tree.push(...running.filter((one) => parents.get(one) === parent));
  for (const one of tree) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}
