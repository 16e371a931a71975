import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** Found from src and from dist alike: both are in the package, at the same depth. */
const END_WITH_PARENT = join(__dirname, "../../../src/preview/engine/endWithParent.cjs");

/**
 * Starts Node.js without input, and with output in pipes. The process ends when this one does, also when this one is
 * killed and can stop nothing.
 */
export function startNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): ChildProcess {
  // The fourth pipe carries nothing: its end is the signal.
  return spawn(process.execPath, [`--require=${END_WITH_PARENT}`, ...args], {
    ...options,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
}
