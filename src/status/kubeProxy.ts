import { parse } from "yaml";
import type { LivePod } from "../cluster/objects.js";
import { LAYOUTS, type Target } from "../kubeproxy/schema/layouts.js";
import type { KubeProxyStatus } from "./model.js";
import type { ListReader } from "./read.js";

/** The fields of kube-proxy's configuration that are read here. */
interface Configuration {
  readonly mode?: string | null;
  readonly metricsBindAddress?: string | null;
}

/** kube-proxy's mode on Linux, where its configuration names none. */
const DEFAULT_MODE = "iptables";
const DEFAULT_METRICS_PORT = "10249";

/**
 * kube-proxy's mode in its ConfigMap, and on each node. Undefined without such a ConfigMap: the cluster may have another
 * proxy, or an installer that keeps the configuration on the nodes.
 */
export async function readKubeProxy(
  reader: ListReader,
): Promise<Omit<KubeProxyStatus, "planned"> | undefined> {
  const found = await readConfiguration(reader);
  if (!found) return undefined;
  const configured = found.configuration.mode || DEFAULT_MODE;
  const pods = (await proxyPods(reader, found.target)) ?? [];
  const port = openMetricsPort(found.configuration);
  const nodes = await Promise.all(
    pods.map(async (pod) => {
      const live = port === undefined ? undefined : await liveMode(reader, found.target, pod, port);
      const node = pod.spec?.nodeName ?? pod.metadata?.name ?? "";
      return { node, mode: live ?? configured, source: live ? ("node" as const) : ("config" as const) };
    }),
  );
  const { namespace, configMapName } = found.target;
  return {
    configured,
    configMap: `${namespace}/${configMapName}`,
    nodes: nodes.sort((a, b) => (a.node < b.node ? -1 : 1)),
    note: noteOf(nodes, port),
  };
}

async function readConfiguration(
  reader: ListReader,
): Promise<{ target: Target; configuration: Configuration } | undefined> {
  const targets = [
    ...new Map(Object.values(LAYOUTS).map((target) => [target.configMapName, target])).values(),
  ];
  for (const target of targets) {
    const { namespace, configMapName, configMapKey } = target;
    try {
      const path = `/api/v1/namespaces/${namespace}/configmaps/${configMapName}`;
      const map = (await reader.cluster.get(path)) as { readonly data?: Record<string, string> } | undefined;
      const text = map?.data?.[configMapKey];
      if (text !== undefined) return { target, configuration: (parse(text) ?? {}) as Configuration };
    } catch (error) {
      reader.fail(`ConfigMap ${namespace}/${configMapName}`, error);
      return undefined;
    }
  }
  return undefined;
}

function proxyPods(reader: ListReader, { namespace, daemonSetName }: Target) {
  const query = { labelSelector: `k8s-app=${daemonSetName}` };
  return reader.list<LivePod>(
    `/api/v1/namespaces/${namespace}/pods`,
    `pods in namespace ${namespace}`,
    query,
  );
}

/** The port of kube-proxy's metrics; undefined if only the node itself can reach it, which is the default. */
function openMetricsPort({ metricsBindAddress }: Configuration): string | undefined {
  const address = metricsBindAddress || "127.0.0.1";
  if (/^(127\.|localhost|\[?::1\]?($|:))/.test(address)) return undefined;
  return /:(\d+)$/.exec(address)?.[1] ?? DEFAULT_METRICS_PORT;
}

/** The mode that a running kube-proxy reports, through the API server. Undefined if it does not answer. */
async function liveMode(
  { cluster }: ListReader,
  { namespace }: Target,
  pod: LivePod,
  port: string,
): Promise<string | undefined> {
  try {
    const path = `/api/v1/namespaces/${namespace}/pods/${pod.metadata?.name}:${port}/proxy/configz`;
    const answer = (await cluster.get(path)) as
      | { readonly [group: string]: { readonly mode?: string; readonly Mode?: string } }
      | undefined;
    const configuration = answer?.["kubeproxy.config.k8s.io"];
    if (configuration === undefined) return undefined;
    return (configuration.mode ?? configuration.Mode) || DEFAULT_MODE; // before Kubernetes 1.36 the key is upper case
  } catch {
    return undefined; // no permission for pods/proxy, or no way to the node: the ConfigMap is known
  }
}

function noteOf(nodes: KubeProxyStatus["nodes"], port: string | undefined): string | undefined {
  if (nodes.every(({ source }) => source === "node")) return undefined;
  if (port === undefined) {
    return "kube-proxy answers only on its own node (metricsBindAddress), so the modes are those of the ConfigMap";
  }
  return "not every kube-proxy answers through the API server, so its mode is that of the ConfigMap";
}
