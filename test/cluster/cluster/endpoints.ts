import { ListWatch, Watch } from "@kubernetes/client-node";
import type { Cluster, Live } from "./api.js";

interface Slice extends Live {
  readonly endpoints?: readonly { readonly conditions?: { readonly ready?: boolean } }[];
}

const SERVICE = "kubernetes.io/service-name";

/** Watches every EndpointSlice, and records the smallest number of ready endpoints of each Service. */
export class EndpointWatch {
  readonly #slices = new Map<string, { service: string; ready: number }>();
  readonly #fewest = new Map<string, number>();
  readonly #watch: ListWatch<Slice>;

  constructor(cluster: Cluster) {
    const list = async () => {
      const items = (await cluster.list("discovery.k8s.io/v1", "EndpointSlice")) as Slice[];
      return { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSliceList", metadata: {}, items };
    };
    const path = `/apis/discovery.k8s.io/v1/namespaces/${cluster.namespace}/endpointslices`;
    this.#watch = new ListWatch<Slice>(path, new Watch(cluster.config), list, false);
    this.#watch.on("change", (slice) => this.#see(slice));
    this.#watch.on("delete", (slice) => this.#forget(slice));
    // A moment later, because an API server may be down.
    this.#watch.on("error", () => setTimeout(() => void this.#watch.start(), 250));
  }

  async start(): Promise<void> {
    await this.#watch.start();
  }

  async stop(): Promise<void> {
    await this.#watch.stop();
  }

  /** Ready endpoints of a Service now. */
  ready(service: string): number {
    let sum = 0;
    for (const slice of this.#slices.values()) if (slice.service === service) sum += slice.ready;
    return sum;
  }

  /** The fewest ready endpoints since the last `begin` of this Service. */
  fewest(service: string): number {
    return this.#fewest.get(service) ?? this.ready(service);
  }

  begin(service: string): void {
    this.#fewest.set(service, this.ready(service));
  }

  #see(slice: Slice): void {
    const name = slice.metadata?.name ?? "";
    const service = slice.metadata?.labels?.[SERVICE] ?? "";
    const ready = (slice.endpoints ?? []).filter((endpoint) => endpoint.conditions?.ready).length;
    this.#slices.set(name, { service, ready });
    this.#note(service);
  }

  #forget(slice: Slice): void {
    this.#slices.delete(slice.metadata?.name ?? "");
    this.#note(slice.metadata?.labels?.[SERVICE] ?? "");
  }

  #note(service: string): void {
    const before = this.#fewest.get(service);
    if (before !== undefined) this.#fewest.set(service, Math.min(before, this.ready(service)));
  }
}
