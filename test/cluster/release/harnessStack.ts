import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ConfigChanges,
  type Stack,
  type StackState,
  UpFailed,
} from "../../../src/release/driver/ports.js";
import { directDriver } from "../drive/direct.js";
import type { App } from "../program/apps.js";
import { componentOf } from "./component.js";
import { StackFiles } from "./history.js";
import { appOf, type Config, type Released } from "./program.js";

export interface StackPlace {
  /** The folder of the stack. */
  readonly folder: string;
  readonly kubeconfig: string;
  readonly namespace: string;
}

/** A stack, and what only a test does with it. */
export interface HarnessStack extends Stack {
  /** The same as `up`, killed after so many writes to the cluster. Returns whether it reached them. */
  upKilled(changes: ConfigChanges, message: string, writes: number): Promise<boolean>;
  /** Removes everything from the cluster. */
  destroy(): Promise<void>;
}

/**
 * A stack without the Pulumi CLI: its config and its history are files, and `up` applies the plan to the cluster. An `up`
 * that is killed leaves no entry in the history, as one of a file backend.
 *
 * `up` does not end early when it is asked to: it ends a little later by itself.
 */
export function harnessStack(released: Released, place: StackPlace): HarnessStack {
  const { folder, kubeconfig, namespace } = place;
  const files = new StackFiles(folder);
  const driver = directDriver(folder, kubeconfig, namespace);
  const component = (config: Config) => componentOf(released, config, namespace);

  const begin = (changes: ConfigChanges, message: string): Config => {
    const running = files.running();
    if (running && isAlive(running.pid)) throw new UpFailed("conflict", `update of ${running.pid} runs`);
    const config = withoutUndefined({ ...files.config(), ...changes });
    files.writeConfig(config);
    files.begin({ pid: process.pid, message, started: Date.now(), config });
    return config;
  };
  const end = (succeeded: boolean, changed: boolean): void => {
    const running = files.running();
    if (running?.pid !== process.pid) throw new Error("another process has taken over the update");
    const { message, started, config } = running;
    const version = files.updates().length + 1;
    files.end({ version, succeeded, message, started, ended: Date.now(), config, changed });
  };
  const up = async (
    changes: ConfigChanges,
    message: string,
    apply: (app: App) => Promise<boolean>,
  ): Promise<boolean> => {
    const config = begin(changes, message);
    const before = appliedIn(folder);
    try {
      const ended = await apply(appOf(released, config));
      if (ended) end(true, appliedIn(folder) !== before);
      return ended;
    } catch (error) {
      end(false, true);
      throw new UpFailed("failed", (error as Error).message, { cause: error });
    }
  };

  return {
    name: "test",
    read: async (): Promise<StackState> => {
      const updates = files.updates().reverse();
      const running = files.running();
      const last = running ?? updates[0];
      return {
        config: files.config(),
        updates,
        component: last && (await component(last.config)),
        busy: running !== undefined && isAlive(running.pid),
        interrupted: running !== undefined && !isAlive(running.pid),
      };
    },
    up: async (changes, message, stopped) => {
      if (stopped.aborted) throw new UpFailed("stopped", "stopped before it began");
      await up(changes, message, async (app) => {
        await driver.up([app]);
        return true;
      });
    },
    plan: (changes) => component(withoutUndefined({ ...files.config(), ...changes })),
    upKilled: async (changes, message, writes) =>
      !(await up(changes, message, async (app) => !(await driver.upKilled([app], writes)))),
    destroy: () => driver.destroy(),
  };
}

function withoutUndefined(config: Readonly<Record<string, string | undefined>>): Config {
  return Object.fromEntries(
    Object.entries(config).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The objects that the last update has applied, as the direct driver keeps them. */
function appliedIn(folder: string): string {
  const file = join(folder, "direct-state.json");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
