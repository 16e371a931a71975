import { join } from "node:path";
import { sleep } from "../commands.js";
import { between, type Counts, total } from "../load/load.js";
import { type DriverEnd, type DriverProcess, type DriverSettings, startDriver } from "./process.js";
import { type Config, KEYS, type Released } from "./program.js";
import { requestsOf } from "./result.js";
import type { Outcome } from "./scenario.js";
import { type SpecOptions, specOf } from "./spec.js";
import { openStage, type ReleaseBench, type Stage } from "./stage.js";

/** The app of every release. */
export const WEB: Released = { kind: "canary", name: "web", replicas: 4, maxPods: 10 };
/** The version that serves before a release. */
export const BEFORE = "good1";

/** The colors of an app, with the one that serves before a release, and the one that is released. */
const [OLD, NEW] = ["blue", "green"];

/** Milliseconds in which pods that drain for five seconds end. */
const DRAINED = 8000;
/** Milliseconds in which the share at the end is counted. */
const COUNTED = 3000;
/** Milliseconds of a run of the driver that does not end. */
const LONGEST = 8 * 60_000;

/** The config of an app before its release, at a weight of it, and after it. */
function configOf({ kind, replicas }: Released, version: string, at: "before" | "promoted" | number): Config {
  if (kind === "blueGreen") {
    const { color, standby } = KEYS.blueGreen;
    const others = typeof at === "number" ? replicas : 0;
    return { [color]: at === "promoted" ? NEW : OLD, [standby]: String(others) };
  }
  const { weight, stable, canary } = KEYS.canary;
  if (at === "before") return { [weight]: "0", [stable]: BEFORE };
  return at === "promoted"
    ? { [weight]: "0", [stable]: version }
    : { [weight]: String(at), [stable]: BEFORE, [canary]: version };
}

/** A release that somebody has asked for, and that no driver has begun. */
export interface Release {
  readonly version: string;
  readonly released: Released;
  readonly stage: Stage;
  /** Starts the driver. It is killed if it does not end. */
  start(options?: SpecOptions, kills?: boolean): DriverProcess;
  /** Runs the driver to its end. */
  run(options?: SpecOptions, kills?: boolean): Promise<DriverEnd>;
  /** Waits for the last pods, stops the clients and removes the app. Returns what came of the release. */
  close(): Promise<Closed>;
}

/** What came of a release. */
export interface Closed extends Omit<Outcome, "verdict" | "failed"> {
  /** Percent of the last requests that the version answered, after its release. Undefined without requests. */
  readonly share: number | undefined;
}

/** Brings up the app under load, and asks for a version. `clients`: whether they go on to call it. */
export async function openRelease(
  bench: ReleaseBench,
  version: string,
  { clients = true, released = WEB }: { clients?: boolean; released?: Released } = {},
): Promise<Release> {
  const app = {
    ...released,
    ...(released.kind === "blueGreen" && { colors: { [OLD]: BEFORE, [NEW]: version } }),
  };
  const stage = await openStage(bench, app, configOf(app, version, "before"));
  const load = await stage.load();
  await sleep(4000);
  const before = clients ? undefined : await load.stop();
  if (app.kind === "canary") stage.stack.configure({ [KEYS.canary.canary]: version });
  const start: Release["start"] = (options, kills = false) => {
    const settings: DriverSettings = {
      ...{ released: app, place: stage.place, spec: specOf(app, options), kills },
    };
    return endingSoon(startDriver(settings, join(bench.state, "logs")));
  };
  return {
    ...{ version, released: app, stage, start },
    run: (options, kills) => start(options, kills).ended,
    close: async () => {
      await sleep(DRAINED);
      const settled = before ?? (await load.counts());
      if (clients) await sleep(COUNTED);
      const counts = before ?? (await load.stop());
      const seconds = await secondsOf(stage);
      await stage.close();
      const share = shareOf(between(settled, counts), version);
      return { version, seconds, canaryRequests: requestsOf(counts, version), metFault: 0, counts, share };
    },
  };
}

function shareOf(counts: Counts, version: string): number | undefined {
  const answered = total(counts.ok) + total(counts.errors ?? {});
  return answered === 0 ? undefined : (100 * requestsOf(counts, version)) / answered;
}

function endingSoon(started: DriverProcess): DriverProcess {
  const timer = setTimeout(() => started.kill(), LONGEST);
  void started.ended.finally(() => clearTimeout(timer));
  return started;
}

/** From the first step's readiness to the beginning of the last update. */
async function secondsOf({ stack }: Stage): Promise<number | undefined> {
  const { updates } = await stack.read();
  const [last] = updates;
  const first = updates.at(-2); // the one before it brought up the app
  return last && first && last !== first ? (last.started - first.ended) / 1000 : undefined;
}

/** What is wrong with the end of a run. */
export function wrongEnd({ code, signal, outcome, notes }: DriverEnd, wanted: string): string[] {
  if (outcome?.as === wanted) return [];
  return [`the driver ended with ${code ?? signal}, as ${outcome?.as}, not as ${wanted}:\n${notes}`];
}

/** What is wrong with the keys of the config that a release writes. `wanted` is a weight: 0 after the way back. */
export async function wrongConfig(
  { stage, version, released }: Release,
  wanted: "promoted" | number,
): Promise<string[]> {
  const config = configOf(released, version, wanted);
  const keys: readonly string[] = Object.values(KEYS[released.kind]);
  const sorted = (values: Config) =>
    JSON.stringify(
      Object.entries(values)
        .filter(([key]) => keys.includes(key))
        .sort(),
    );
  const { config: found } = await stage.stack.read();
  return sorted(found) === sorted(config) ? [] : [`the config is ${sorted(found)}, not ${sorted(config)}`];
}

/** What is wrong with the share of the version at the end. */
export function wrongShare({ version, share }: Closed, wanted: 0 | 100): string[] {
  return share === wanted
    ? []
    : [`${version} answers ${share} % of the requests at the end, not ${wanted} %`];
}

/** Connections that were lost. */
export function wrongLosses({ lost }: Counts): string[] {
  return total(lost) > 0 ? [`lost ${total(lost)}: ${JSON.stringify(lost)}`] : [];
}
