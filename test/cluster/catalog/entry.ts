import type { KubeProxy } from "../boot/kubeProxy.js";
import type { MetricsServer } from "../boot/metricsServer.js";
import type { Prometheus } from "../boot/prometheus.js";
import type { NamespaceClients } from "../load/clients.js";
import type { ReleaseResult } from "../release/result.js";
import type { ReleaseScenario } from "../release/scenario.js";
import type { DrainCurve } from "../report/drains.js";
import type { ScenarioResult } from "../report/result.js";
import type { SpreadResult } from "../report/spread.js";
import type { Bench } from "../scenarios/bench.js";
import type { Named, Scenario } from "../scenarios/scenario.js";
import type { ProxyMode } from "../settings.js";

/** A scenario in the list of all. The list loads nothing of it, so that it is printed at once. */
export interface Entry extends Named {
  /** Roughly how long it takes in one mode. */
  readonly minutes: number;
  readonly needs?: Needs;
  /** The modes in which a short run takes it: all, or the first. Default none. Those of ipvs have a field of their own. */
  readonly short?: "all" | "first";
  /** The same for the modes of ipvs; `long` for those of a long run alone. Default none: the guest of ipvs is slow. */
  readonly ipvs?: "all" | "first" | "long";
  /** Whether it also runs on a cluster that is there. Default false. */
  readonly foreign?: boolean;
  /** Runs it, and adds what it finds. */
  run(place: Place): Promise<void>;
}

/** What a scenario needs in addition to a node. */
export interface Needs {
  /** The nodes of the cluster. Default: any number. */
  readonly nodes?: number;
  /** Where kube-proxy runs. Default: anywhere. */
  readonly modes?: "node" | "ipvs";
  /** A Prometheus that scrapes the pods. */
  readonly prometheus?: boolean;
  /** A gateway of the Gateway API. */
  readonly gateway?: boolean;
  /** A metrics-server, from which autoscalers learn how much processor time the pods use. */
  readonly metrics?: boolean;
}

/** Scenarios about one subject. */
export interface Group {
  /** What `--only` calls it. */
  readonly name: string;
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** What the scenarios of a run have found so far. */
export interface Notes {
  readonly results: ScenarioResult[];
  readonly spreads: SpreadResult[];
  readonly drains: DrainCurve[];
  readonly releases: ReleaseResult[];
  /** Writes it, so that an interrupted run keeps it. */
  write(): void;
}

/** Where a scenario runs. */
export interface Place {
  readonly bench: Bench;
  readonly mode: string;
  /** Rounds of the release walk. */
  readonly rounds: number;
  readonly findings: Notes;
  /** The parts of the test's own cluster. Undefined on a cluster that is there. */
  readonly own?: Own;
}

export interface Own {
  readonly mode: ProxyMode;
  readonly proxy: KubeProxy;
  /** Clients at one place, whose connections it carries. */
  readonly firstClients: NamespaceClients;
  readonly prometheus: Prometheus;
  readonly metrics: MetricsServer;
  /** The folder of the run. */
  readonly state: string;
  readonly kubeconfig: string;
}

type Description = Omit<Entry, "run">;

/** An entry for changes under load. */
export function changes(entry: Description, load: (place: Place) => Promise<Scenario>): Entry {
  return {
    ...entry,
    run: async (place) => {
      const { runScenario } = await import("../scenarios/run.js");
      const { bench, mode, findings } = place;
      const scenario = await load(place);
      const { rate = bench.rate } = scenario;
      findings.results.push(await runScenario({ ...bench, rate }, entry, scenario, mode));
    },
  };
}

/** An entry for a release that the driver takes by itself. */
export function release(entry: Description, load: () => Promise<ReleaseScenario>): Entry {
  return {
    ...entry,
    needs: { ...entry.needs, modes: "node", prometheus: true },
    run: async (place) => {
      const { runRelease } = await import("../release/runRelease.js");
      const bench = { ...place.bench, ...ownOf(place) };
      place.findings.releases.push(await runRelease(bench, entry, await load(), place.mode));
    },
  };
}

/** The parts of the test's own cluster. */
export function ownOf({ own }: Place): Own {
  if (!own) throw new Error("this needs a cluster of the test's own");
  return own;
}
