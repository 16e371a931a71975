import { readList } from "./lists.js";
import type { LiveMetadata } from "./objects.js";
import type { ClusterReader } from "./reader.js";
import type { PodLabels } from "./readyPods.js";

/** Where traffic goes, and the most pods of each side, when a step is done. */
export interface TrafficAfter {
  /** Name of the Service that clients call. */
  readonly service: string;
  readonly selector: PodLabels;
  /** The route that divides traffic, and the weight of each Service behind it. Undefined without one. */
  readonly route: { readonly name: string; readonly kind: string; readonly apiVersion: string } | undefined;
  readonly weights: Weights;
  /** By the name of the autoscaler, which is that of its Deployment. */
  readonly maxReplicas: Readonly<Record<string, number>>;
}

type Weights = Readonly<Record<string, number>>;

/**
 * The number of pods that carry the load before a step, by what their autoscalers ask for. Undefined if the step moves no
 * traffic: if the Service, the route and the largest sizes are already as they are after it. Also undefined if nothing
 * serves yet.
 *
 * An autoscaler keeps its side above the minimum only because of the load. Then all pods with traffic are needed. If no side
 * is above its minimum, the sum may be larger than the load requires, because an earlier step raised the minimum; then the
 * largest side is the number of pods that the earlier step guaranteed for the full load.
 */
export async function readLiveSize(
  reader: ClusterReader,
  namespace: string,
  after: TrafficAfter,
): Promise<number | undefined> {
  const inNamespace = encodeURIComponent(namespace);
  const selectorOf = async (service: string) => {
    const path = `/api/v1/namespaces/${inNamespace}/services/${encodeURIComponent(service)}`;
    return ((await reader.get(path)) as LiveService | undefined)?.spec?.selector;
  };
  const [selector, weights, deployments, autoscalers] = await Promise.all([
    selectorOf(after.service),
    readWeights(reader, inNamespace, after.route),
    readList<LiveWorkload>(reader, `/apis/apps/v1/namespaces/${inNamespace}/deployments`),
    readList<LiveAutoscaler>(
      reader,
      `/apis/autoscaling/v2/namespaces/${inNamespace}/horizontalpodautoscalers`,
    ),
  ]);
  if (!selector || isDone({ selector, weights, autoscalers }, after)) return undefined;
  const routed = Object.entries(weights).filter(([, weight]) => weight > 0);
  const selectors = [selector, ...(await Promise.all(routed.map(([service]) => selectorOf(service))))];
  const sides = deployments
    .filter(({ spec }) => selectors.some((each) => selects(each, spec?.template?.metadata?.labels)))
    .map(({ metadata, spec }) => {
      const autoscaler = autoscalers.find((each) => each.metadata?.name === metadata?.name);
      const size = spec?.replicas ?? 1;
      return { size, isLoaded: autoscaler !== undefined && size > (autoscaler.spec?.minReplicas ?? 1) };
    });
  const sizes = sides.map(({ size }) => size);
  if (sizes.length === 0) return undefined;
  return sides.some(({ isLoaded }) => isLoaded)
    ? sizes.reduce((sum, size) => sum + size)
    : Math.max(...sizes);
}

interface LiveService {
  readonly spec?: { readonly selector?: PodLabels };
}

interface LiveWorkload {
  readonly metadata?: LiveMetadata;
  readonly spec?: { readonly replicas?: number; readonly template?: { readonly metadata?: LiveMetadata } };
}

interface LiveAutoscaler {
  readonly metadata?: LiveMetadata;
  readonly spec?: { readonly minReplicas?: number; readonly maxReplicas?: number };
}

interface LiveRoute {
  readonly spec?: {
    readonly rules?: readonly { readonly backendRefs?: readonly { name?: string; weight?: number }[] }[];
  };
}

/** The weights of the live route; none if there is no such route. */
async function readWeights(
  reader: ClusterReader,
  inNamespace: string,
  route: TrafficAfter["route"],
): Promise<Weights> {
  if (!route) return {};
  const { apiVersion, kind, name } = route;
  const path = `/apis/${apiVersion}/namespaces/${inNamespace}/${kind.toLowerCase()}s/${encodeURIComponent(name)}`;
  const live = (await reader.get(path)) as LiveRoute | undefined;
  const backends = (live?.spec?.rules ?? []).flatMap(({ backendRefs }) => backendRefs ?? []);
  return Object.fromEntries(backends.map(({ name = "", weight = 1 }) => [name, weight]));
}

/** Whether traffic goes already where it goes after the step. An autoscaler of a side without traffic may still be missing. */
function isDone(
  live: { selector: PodLabels; weights: Weights; autoscalers: readonly LiveAutoscaler[] },
  after: TrafficAfter,
): boolean {
  return (
    isSame(live.selector, after.selector) &&
    isSame(live.weights, after.weights) &&
    live.autoscalers.every(({ metadata, spec }) => {
      const most = after.maxReplicas[metadata?.name ?? ""];
      return most === undefined || most === spec?.maxReplicas;
    })
  );
}

function isSame(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

/** Whether a Service with this selector sends to pods with these labels. One without a selector sends to none. */
function selects(selector: PodLabels | undefined, labels: PodLabels = {}): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
