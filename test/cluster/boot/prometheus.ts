import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ListWatch, Watch } from "@kubernetes/client-node";
import type { Cluster, Live } from "../cluster/api.js";
import { eventually } from "../commands.js";
import { CONTROL_PLANE } from "./network.js";
import type { Daemon, Daemons } from "./processes.js";
import { scrapeTargets } from "./scrapeTargets.js";

/** Where it answers. */
export const PROMETHEUS = `http://${CONTROL_PLANE}:9090`;
/** Seconds from scrape to scrape. */
export const SCRAPE_INTERVAL = 2;

/**
 * A Prometheus that scrapes the pods of the cluster. Debian builds it without the discovery of Kubernetes, so that the
 * test watches the pods, and writes them to a file that Prometheus reads whenever it changes.
 */
export class Prometheus {
  readonly #folder: string;
  readonly #daemons: Daemons;
  readonly #watch: ListWatch<Live>;
  readonly #pods = new Map<string, Live>();
  #running: Daemon | undefined;

  constructor(state: string, cluster: Cluster, daemons: Daemons) {
    this.#folder = join(state, "prometheus");
    this.#daemons = daemons;
    mkdirSync(this.#folder, { recursive: true });
    const list = async () => {
      const items = await cluster.list("v1", "Pod");
      return { apiVersion: "v1", kind: "PodList", metadata: {}, items };
    };
    const path = `/api/v1/namespaces/${cluster.namespace}/pods`;
    this.#watch = new ListWatch<Live>(path, new Watch(cluster.config), list, false);
    this.#watch.on("change", (pod) => this.#write(this.#pods.set(pod.metadata?.name ?? "", pod)));
    this.#watch.on("delete", (pod) => {
      this.#pods.delete(pod.metadata?.name ?? "");
      this.#write(this.#pods);
    });
    this.#watch.on("error", () => void this.#watch.start());
  }

  /** Starts to watch the pods, and Prometheus. */
  async begin(): Promise<void> {
    writeFileSync(join(this.#folder, "prometheus.yml"), JSON.stringify(this.#config()));
    this.#write(this.#pods);
    await this.#watch.start();
    await this.start();
  }

  /** Starts Prometheus with the data that it has, and waits until it answers. */
  async start(): Promise<void> {
    this.#running = this.#daemons.start("prometheus", "prometheus", [
      `--config.file=${join(this.#folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(this.#folder, "data")}`,
      `--web.listen-address=${CONTROL_PLANE}:9090`,
      "--log.level=warn",
    ]);
    await eventually("Prometheus is ready", 60, async () => {
      const answer = await fetch(`${PROMETHEUS}/-/ready`, { signal: AbortSignal.timeout(5000) });
      if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    });
  }

  /** Kills it, as a lost node does. Its data stays. */
  async kill(): Promise<void> {
    await this.#running?.kill();
    this.#running = undefined;
  }

  /** Stops it and the watch. */
  async end(): Promise<void> {
    await this.#watch.stop();
    await this.kill();
  }

  /** The values of a query at a time, in milliseconds since 1970, by the value of one label. */
  async values(query: string, label: string, at: number): Promise<Readonly<Record<string, number>>> {
    const url = `${PROMETHEUS}/api/v1/query?${new URLSearchParams({ query, time: String(at / 1000) })}`;
    const answer = (await (await fetch(url)).json()) as QueryAnswer;
    if (answer.status !== "success") throw new Error(`Prometheus: ${query}: ${answer.error}`);
    const entries = answer.data.result.map(({ metric, value }) => [metric[label] ?? "", Number(value[1])]);
    return Object.fromEntries(entries);
  }

  #config(): object {
    const interval = `${SCRAPE_INTERVAL}s`;
    return {
      global: { scrape_interval: interval, scrape_timeout: interval },
      scrape_configs: [
        { job_name: "pods", file_sd_configs: [{ files: [this.#targets], refresh_interval: "5s" }] },
      ],
    };
  }

  get #targets(): string {
    return join(this.#folder, "targets.json");
  }

  #write(pods: ReadonlyMap<string, Live>): void {
    writeFileSync(`${this.#targets}.new`, JSON.stringify(scrapeTargets([...pods.values()])));
    renameSync(`${this.#targets}.new`, this.#targets);
  }
}

type QueryAnswer =
  | { readonly status: "error"; readonly error: string }
  | {
      readonly status: "success";
      readonly data: {
        readonly result: readonly { metric: Record<string, string>; value: [number, string] }[];
      };
    };
