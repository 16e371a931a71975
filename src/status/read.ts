import { needsEvents } from "../cluster/pods.js";
import type { ClusterReader } from "../cluster/reader.js";
import type { Unread } from "./model.js";
import type {
  ListedAutoscaler,
  ListedDeployment,
  ListedEndpointSlice,
  ListedObject,
  ListedPod,
  ListedRoute,
  ListedService,
  PodEvent,
} from "./objects.js";
import { isOwn } from "./ownership.js";

/** The objects of one namespace with components. A list that cannot be read is undefined. */
export interface NamespaceObjects {
  readonly namespace: string;
  /** Every Deployment, those of other tools included. */
  readonly deployments: readonly ListedDeployment[];
  /** The pods of the components' Deployments. */
  readonly pods: readonly ListedPod[] | undefined;
  /** Warnings about these pods; empty while all are ready. */
  readonly events: readonly PodEvent[];
  readonly services: readonly ListedService[] | undefined;
  readonly slices: readonly ListedEndpointSlice[] | undefined;
  readonly autoscalers: readonly ListedAutoscaler[] | undefined;
  /** Empty where Gateway API is not installed. */
  readonly routes: readonly ListedRoute[] | undefined;
}

/** Where to look for components: some namespaces, or all. */
export type Scope = readonly string[] | "all";

/** Reads lists, and records what it could not read. */
export class ListReader {
  readonly unread: Unread[] = [];
  /** The first error. */
  failure: unknown;

  constructor(readonly cluster: ClusterReader) {}

  /** All items of a list, page by page; empty if the API does not exist. Undefined, and recorded, if it cannot be read. */
  async list<T>(path: string, what: string, query: Readonly<Record<string, string>> = {}) {
    try {
      return await this.#pages<T>(path, query);
    } catch (error) {
      this.fail(what, error);
      return undefined;
    }
  }

  /** Records something that cannot be read, once. */
  fail(what: string, error: unknown): void {
    this.failure ??= error;
    const reason = error instanceof Error ? error.message : String(error);
    if (!this.unread.some((one) => one.what === what)) this.unread.push({ what, reason });
  }

  async #pages<T>(path: string, query: Readonly<Record<string, string>>): Promise<T[]> {
    const items: T[] = [];
    let next: string | undefined;
    do {
      const page = new URLSearchParams({ limit: "500", ...query, ...(next ? { continue: next } : {}) });
      const answer = (await this.cluster.get(`${path}?${page}`)) as List<T> | undefined;
      items.push(...(answer?.items ?? []));
      next = answer?.metadata?.continue;
    } while (next);
    return items;
  }
}

interface List<T> {
  readonly items?: readonly T[] | null;
  readonly metadata?: { readonly continue?: string };
}

/** Reads every namespace of the scope that has a component. Rejects with the first error if no Deployments can be read. */
export async function readNamespaces(reader: ListReader, scope: Scope): Promise<NamespaceObjects[]> {
  const deployments = await readDeployments(reader, scope);
  const routes = await routeLists(reader);
  const namespaces = [...new Set(deployments.filter(isOwn).map(namespaceOf))].sort();
  return Promise.all(
    namespaces.map((namespace) => {
      const here = deployments.filter((deployment) => namespaceOf(deployment) === namespace);
      return readNamespace(reader, namespace, here, routes);
    }),
  );
}

async function readDeployments(reader: ListReader, scope: Scope): Promise<ListedDeployment[]> {
  const lists = scope === "all" ? [undefined] : scope;
  const read = await Promise.all(
    lists.map((namespace) =>
      reader.list<ListedDeployment>(
        `/apis/apps/v1/${namespace === undefined ? "" : `namespaces/${namespace}/`}deployments`,
        namespace === undefined ? "Deployments of all namespaces" : `Deployments in namespace ${namespace}`,
      ),
    ),
  );
  if (reader.failure !== undefined && read.every((list) => list === undefined)) throw reader.failure;
  return read.flatMap((list) => list ?? []);
}

async function readNamespace(
  reader: ListReader,
  namespace: string,
  deployments: readonly ListedDeployment[],
  routeKinds: readonly RouteList[],
): Promise<NamespaceObjects> {
  const list = <T>(api: string, plural: string, what: string, query = {}) =>
    reader.list<T>(`${api}/namespaces/${namespace}/${plural}`, `${what} in namespace ${namespace}`, query);
  const podsOf = ({ spec }: ListedDeployment) =>
    list<ListedPod>("/api/v1", "pods", "pods", { labelSelector: selectorText(spec.selector.matchLabels) });
  const [pods, services, slices, autoscalers, routes] = await Promise.all([
    Promise.all(deployments.filter(isOwn).map(podsOf)),
    list<ListedService>("/api/v1", "services", "Services"),
    list<ListedEndpointSlice>("/apis/discovery.k8s.io/v1", "endpointslices", "EndpointSlices"),
    list<ListedAutoscaler>("/apis/autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscalers"),
    Promise.all(
      routeKinds.map(async ({ api, plural, kind }) =>
        (await list<ListedObject & Omit<ListedRoute, "kind">>(api, plural, `${kind}s`))?.map((route) => ({
          ...route,
          kind,
        })),
      ),
    ),
  ]);
  const found = distinct(pods.flatMap((some) => some ?? []));
  const events = found.some(needsEvents)
    ? await list<PodEvent>("/api/v1", "events", "events", {
        fieldSelector: "involvedObject.kind=Pod,type!=Normal",
      })
    : [];
  return {
    namespace,
    deployments,
    pods: pods.includes(undefined) ? undefined : found,
    events: events ?? [],
    services,
    slices,
    autoscalers,
    routes: routes.includes(undefined) ? undefined : routes.flatMap((some) => some ?? []),
  };
}

interface RouteList {
  readonly api: string;
  readonly plural: string;
  readonly kind: string;
}

const ROUTE_KINDS = ["TCPRoute", "UDPRoute", "TLSRoute", "HTTPRoute", "GRPCRoute"];

/** The kinds of routes that the cluster has, each in the version that it prefers. */
async function routeLists(reader: ListReader): Promise<RouteList[]> {
  const group = "/apis/gateway.networking.k8s.io";
  try {
    const found = (await reader.cluster.get(group)) as
      | { readonly versions?: readonly { readonly version: string }[] }
      | undefined;
    const lists = new Map<string, RouteList>();
    for (const { version } of found?.versions ?? []) {
      const api = `${group}/${version}`;
      const resources = (await reader.cluster.get(api)) as
        | { readonly resources?: readonly { readonly name: string; readonly kind: string }[] }
        | undefined;
      for (const { name, kind } of resources?.resources ?? []) {
        if (!ROUTE_KINDS.includes(kind) || name.includes("/") || lists.has(kind)) continue;
        lists.set(kind, { api, plural: name, kind });
      }
    }
    return [...lists.values()];
  } catch (error) {
    reader.fail("Gateway API routes", error);
    return [];
  }
}

/** The namespace of an object; `default` for one without. */
export function namespaceOf({ metadata }: ListedObject): string {
  return metadata.namespace ?? "default";
}

function selectorText(labels: Readonly<Record<string, string>> = {}): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

function distinct(pods: readonly ListedPod[]): ListedPod[] {
  return [...new Map(pods.map((pod) => [pod.metadata?.name, pod])).values()];
}
