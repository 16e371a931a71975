import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Prometheus } from "../boot/prometheus.js";
import { sleep } from "../commands.js";
import { type Counts, Load } from "../load/load.js";
import { addressOf, type Bench, emptied, settled } from "../scenarios/bench.js";
import type { HarnessStack, StackPlace } from "./harnessStack.js";
import type { Config, Released } from "./program.js";
import { specOf } from "./spec.js";
import { stackOf } from "./stacks.js";

/** What releases run on. */
export interface ReleaseBench extends Bench {
  readonly prometheus: Prometheus;
  /** The folder of the run. */
  readonly state: string;
  readonly kubeconfig: string;
}

/** Connections per second. Pods of one machine carry it with ease, also when it is busy. */
export const RATE = 60;

/** An app that serves, before its release begins. */
export interface Stage {
  readonly stack: HarnessStack;
  readonly place: StackPlace;
  /** Starts the clients. */
  load(): Promise<Load>;
  /** Removes the app. */
  close(): Promise<void>;
}

let stages = 0;

/** Brings up an app with this config. */
export async function openStage(bench: ReleaseBench, released: Released, config: Config): Promise<Stage> {
  const folder = join(bench.state, `release-${++stages}`);
  mkdirSync(folder);
  const { cluster, driver, kubeconfig } = bench;
  const place: StackPlace = { by: driver.name, folder, kubeconfig, namespace: cluster.namespace };
  const stack = stackOf({ released, place, spec: specOf(released) });
  await stack.begin(config);
  await settled(bench, [released.name]);
  bench.endpoints.begin(released.name);
  return {
    stack,
    place,
    load: async () => {
      const target = await addressOf(bench, released.name);
      return Load.start(bench.clients, { target, rate: RATE, errorsApart: true });
    },
    close: async () => {
      await stack.destroy();
      await emptied(bench.cluster);
    },
  };
}

/** Runs a load for some time. */
export async function loadFor(stage: Stage, seconds: number): Promise<Counts> {
  const load = await stage.load();
  await sleep(1000 * seconds);
  return load.stop();
}
