import type { Clients } from "./clients.js";
import { type Counts, Load, type LoadOptions, NONE, plus, sum } from "./load.js";

/** The loads of a scenario, one for each Service. */
export class Traffic {
  readonly #clients: readonly Clients[];
  readonly #loads = new Map<string, { readonly options: LoadOptions; load: Load }>();
  /** Also those that were replaced. */
  readonly #all: Load[] = [];

  constructor(clients: readonly Clients[]) {
    this.#clients = clients;
  }

  get services(): string[] {
    return [...this.#loads.keys()];
  }

  start(service: string, options: LoadOptions): void {
    const load = Load.start(this.#clients, options);
    this.#loads.set(service, { options, load });
    this.#all.push(load);
  }

  /** The counts of each Service so far. */
  counts(): Promise<Map<string, Counts>> {
    return this.#each((load) => load.counts());
  }

  /** The counts of all loads so far. */
  async sum(): Promise<Counts> {
    return sum([NONE, ...(await Promise.all(this.#all.map((load) => load.counts())))]);
  }

  /** Stops every load and continues with clients from other addresses. Returns the final counts of the stopped loads. */
  async replace(): Promise<Map<string, Counts>> {
    const ended = await this.#each((load) => load.stop());
    for (const [service, { options }] of [...this.#loads]) this.start(service, options);
    return ended;
  }

  /** The last known counts of all loads, by the host that they call. */
  get hosts(): ReadonlyMap<string, Counts> {
    const hosts = new Map<string, Counts>();
    for (const { target, counts } of this.#all.flatMap((load) => load.targets)) {
      const host = target.slice(0, target.lastIndexOf(":"));
      hosts.set(host, plus(hosts.get(host) ?? NONE, counts));
    }
    return hosts;
  }

  /** Stops every load. Returns the counts of all loads. */
  async stop(): Promise<Counts> {
    await this.#each((load) => load.stop());
    return this.sum();
  }

  async #each(ask: (load: Load) => Promise<Counts>): Promise<Map<string, Counts>> {
    const entries = [...this.#loads].map(
      async ([service, { load }]): Promise<[string, Counts]> => [service, await ask(load)],
    );
    return new Map(await Promise.all(entries));
  }
}
