import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ConfigChanges,
  type Stack,
  type StackState,
  UpFailed,
} from "../../../src/release/driver/ports.js";
import type { ReleaseSpec } from "../../../src/release/spec/spec.js";
import { directDriver } from "../drive/direct.js";
import type { Driver } from "../drive/driver.js";
import { componentOf } from "./component.js";
import { StackFiles } from "./history.js";
import { appOf, type Config, type Released } from "./program.js";

/** What a stack of the test is. */
export interface StackOf {
  readonly released: Released;
  readonly place: StackPlace;
  readonly spec: ReleaseSpec;
}

export interface StackPlace {
  /** What runs its updates: the Pulumi CLI, or the direct driver. */
  readonly by: Driver["name"];
  /** The folder of the stack. */
  readonly folder: string;
  readonly kubeconfig: string;
  readonly namespace: string;
}

/** A stack, and what only a test does with it. */
export interface HarnessStack extends Stack {
  /** Writes the config, as a person does. */
  configure(changes: ConfigChanges): void;
  /** Makes the stack, and brings up the app. */
  begin(config: Config): Promise<void>;
  /** Does what a person does after an update that was killed. */
  recover(): Promise<void>;
  /** Removes everything from the cluster. */
  destroy(): Promise<void>;
}

/** What happens in the middle of an `up`. */
export interface Accidents {
  /** Called when the config of the `up` is written, and when the `up` is over. */
  at(moment: "config" | "end", config: Config): void;
  /** The number of writes to the cluster after which the `up` is killed. Undefined: it is not. */
  writesBeforeKill(config: Config): number | undefined;
  /** Called when the `up` was killed. */
  killed(): void;
}

/**
 * A stack without the Pulumi CLI: its config and its history are files, and `up` applies the plan to the cluster. An `up`
 * that is killed leaves no entry in the history, as one of a file backend.
 *
 * `up` does not end early when it is asked to: it ends a little later by itself.
 */
export function harnessStack(
  { released, place }: Omit<StackOf, "spec">,
  accidents?: Accidents,
): HarnessStack {
  const { folder, kubeconfig, namespace } = place;
  const files = new StackFiles(folder);
  const driver = directDriver(folder, kubeconfig, namespace);
  const component = (config: Config) => componentOf(released, config, namespace);
  const changed = (changes: ConfigChanges) => withoutUndefined({ ...files.config(), ...changes });

  const apply = async (config: Config): Promise<void> => {
    const writes = accidents?.writesBeforeKill(config);
    const app = appOf(released, config);
    if (writes === undefined) await driver.up([app]);
    else if (await driver.upKilled([app], writes)) accidents?.killed();
  };

  const stack: Stack = {
    name: "test",
    read: async (): Promise<StackState> => {
      const updates = files.updates().reverse();
      const running = files.running();
      const last = running ?? updates[0];
      const busy = running !== undefined && isAlive(running.pid);
      return {
        config: files.config(),
        updates,
        component: last && (await component(last.config)),
        busy,
        interrupted: running !== undefined && !busy,
      };
    },
    up: async (changes, message, stopped) => {
      if (stopped.aborted) throw new UpFailed("stopped", "stopped before it began");
      const other = files.running();
      if (other && isAlive(other.pid))
        throw new UpFailed("conflict", `an update of process ${other.pid} runs`);
      const config = changed(changes);
      files.writeConfig(config);
      accidents?.at("config", config);
      const started = Date.now();
      files.begin({ pid: process.pid, message, started, config });
      const before = appliedIn(folder);
      const end = (succeeded: boolean) => {
        const version = files.updates().length + 1;
        const changed = appliedIn(folder) !== before;
        files.end({ version, succeeded, message, started, ended: Date.now(), config, changed });
      };
      try {
        await apply(config);
      } catch (error) {
        end(false);
        throw new UpFailed("failed", (error as Error).message, { cause: error });
      }
      end(true);
      accidents?.at("end", config);
    },
    plan: (changes) => component(changed(changes)),
  };
  return {
    ...stack,
    configure: (changes) => files.writeConfig(changed(changes)),
    begin: (config) => stack.up(config, "before the release", new AbortController().signal),
    recover: async () => {}, // its next update goes on by itself
    destroy: () => driver.destroy(),
  };
}

function withoutUndefined(config: ConfigChanges): Config {
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
