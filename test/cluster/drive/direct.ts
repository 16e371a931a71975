import { rmSync } from "node:fs";
import { join } from "node:path";
import { CommandFailed, moduleArguments, run } from "../commands.js";
import type { App } from "../program/apps.js";
import type { Driver } from "./driver.js";

const APPLY = join(import.meta.dirname, "apply.ts");

/** Drives without the Pulumi CLI: applies the planned objects in the order of their dependencies, and waits for each. */
export function directDriver(stateFolder: string, kubeconfig: string, namespace: string): Driver {
  const state = join(stateFolder, "direct-state.json");
  const apply = (apps: readonly App[], env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, moduleArguments(APPLY, state, kubeconfig, namespace), {
      input: JSON.stringify(apps),
      env,
    });
  return {
    name: "direct",
    up: async (apps) => {
      await apply(apps);
    },
    upKilled: async (apps, writes) => {
      try {
        await apply(apps, { KILL_AFTER_WRITES: String(writes) });
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
