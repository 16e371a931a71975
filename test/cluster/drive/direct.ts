import { rmSync } from "node:fs";
import { join } from "node:path";
import { CommandFailed, moduleArguments, run } from "../commands.js";
import type { App } from "../program/apps.js";
import { counting, type Driver } from "./driver.js";

const APPLY = join(import.meta.dirname, "apply.ts");

/** Drives without the Pulumi CLI: applies the planned objects in the order of their dependencies, and waits for each. */
export function directDriver(stateFolder: string, kubeconfig: string, namespace: string): Driver {
  const state = join(stateFolder, "direct-state.json");
  const apply = (
    apps: readonly App[],
    options: { env?: NodeJS.ProcessEnv; onOutput?: (output: string) => void } = {},
  ) =>
    run(process.execPath, moduleArguments(APPLY, state, kubeconfig, namespace), {
      input: JSON.stringify(apps),
      ...options,
    });
  return {
    name: "direct",
    up: async (apps, onWrite) => {
      const output = await apply(apps, { onOutput: counting(writesIn, onWrite) });
      return writesIn(output);
    },
    upKilled: async (apps, writes) => {
      try {
        await apply(apps, { env: { KILL_AFTER_WRITES: String(writes) } });
        return false;
      } catch (error) {
        if (error instanceof CommandFailed && error.signal === "SIGKILL") return true;
        throw error;
      }
    },
    destroy: async () => {
      await apply([]);
      rmSync(state, { force: true });
    },
  };
}

/** The process prints a line for each write. */
function writesIn(output: string): number {
  return output.match(/^wrote /gm)?.length ?? 0;
}
