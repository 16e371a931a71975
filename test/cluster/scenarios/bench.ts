import type { Gateway } from "../boot/gateway/gateway.js";
import type { KubeProxy } from "../boot/kubeProxy.js";
import type { Parts } from "../boot/parts.js";
import type { Cluster, Live } from "../cluster/api.js";
import type { EndpointWatch } from "../cluster/endpoints.js";
import { cordon, nodesOf } from "../cluster/nodes.js";
import { eventually, sleep } from "../commands.js";
import type { Driver } from "../drive/driver.js";
import type { Clients } from "../load/clients.js";
import type { App } from "../program/apps.js";
import { say } from "../say.js";
import { atHome, type Foreign, imageThere } from "./foreign.js";
import type { Hand } from "./scenario.js";

/** What a scenario runs on. */
export interface Bench {
  readonly cluster: Cluster;
  readonly driver: Driver;
  readonly endpoints: EndpointWatch;
  /** The places that each load comes from, with an equal part of it. */
  readonly clients: readonly Clients[];
  /** Connections per second to each app. */
  readonly rate: number;
  /** Seconds that kube-proxy may take to hear of a change; pods must drain longer. Default: what the apps drain. */
  readonly hearing?: number;
  /** The parts of the test's own cluster. */
  readonly parts?: Parts & { readonly proxy: KubeProxy; readonly gateway: Gateway };
  /** Where the cluster is not the test's own. */
  readonly foreign?: Foreign;
}

/** The apps as they must be here: a pod that drains for less time than kube-proxy takes to hear of it loses connections. */
export function suited({ hearing, foreign }: Bench, app: App): App {
  if (foreign) return atHome(foreign, app);
  if (hearing === undefined) return app;
  const drainSeconds = hearing;
  if (app.is === "canary") return { ...app, args: { ...app.args, drainSeconds } };
  if (app.is === "blue-green") return { ...app, args: { ...app.args, drainSeconds } };
  return app;
}

/** The address and port that clients call. */
export async function addressOf({ cluster, foreign }: Bench, service: string): Promise<string> {
  const { spec } = await cluster.read("v1", "Service", service);
  const [port] = (spec?.ports ?? []) as { port: number; nodePort?: number }[];
  return foreign ? `${foreign.address}:${port?.nodePort}` : `${spec?.clusterIP}:${port?.port}`;
}

/** The address of a Service inside the cluster. */
export async function clusterIPOf(cluster: Cluster, service: string): Promise<string> {
  const { spec } = await cluster.read("v1", "Service", service);
  return String(spec?.clusterIP);
}

/** Waits until nothing is being rolled out, before the load starts. */
export async function settled(bench: Bench, services: readonly string[]): Promise<void> {
  await eventually("the first pods are ready", 60, async () => {
    for (const service of services)
      if (bench.endpoints.ready(service) === 0) throw new Error(`${service} has none`);
  });
  await sleep(2000); // kube-proxy writes at most once a second
  if (bench.foreign) for (const service of services) await reached(bench, service);
}

/** Waits until a NodePort of a foreign cluster answers, which shows that this machine can reach it. */
async function reached(bench: Bench, service: string): Promise<void> {
  const address = await addressOf(bench, service);
  await eventually(`${address} answers (--address names where NodePorts do)`, 30, () =>
    fetch(`http://${address}/`, { signal: AbortSignal.timeout(5000) }),
  );
}

/** Waits until every pod is gone, so that the next scenario does not share the machine with their end. */
export async function emptied(cluster: Cluster): Promise<void> {
  await eventually("all pods are gone", 90, async () => {
    const pods = await cluster.list("v1", "Pod");
    if (pods.length > 0) throw new Error(`${pods.length} pods are left`);
  });
}

/** Says how often probes came too late: on a starved machine that explains more than a count. */
export async function sayProbes(bench: Bench): Promise<void> {
  const events = await bench.cluster.list("v1", "Event");
  const late = events.filter(
    ({ reason, message }) => reason === "Unhealthy" && /deadline/.test(String(message)),
  );
  const times = late.reduce((sum, { count }) => sum + Number(count ?? 1), 0);
  if (times > 0)
    say(`  readiness probes timed out ${times} times on ${late.length} pods: the machine is too busy`);
}

/** The hand of a person who does things behind the tool's back. */
export function handOn({ cluster, endpoints, foreign }: Bench): Hand {
  return {
    cluster,
    deletePod: async (service, image) => {
      const ready = endpoints.ready(service);
      const pods = await cluster.list("v1", "Pod", `app.kubernetes.io/name=${service}`);
      const runs = foreign ? imageThere(foreign, image) : image;
      const pod = pods.find((each) => imageOf(each) === runs && !each.metadata?.deletionTimestamp);
      if (!pod) throw new Error(`no pod of ${service} runs ${runs}`);
      await cluster.remove("v1", "Pod", pod.metadata?.name ?? "");
      await sleep(500);
      await eventually(`${service} has ${ready} ready pods again`, 30, async () => {
        if (endpoints.ready(service) < ready) throw new Error(`it has ${endpoints.ready(service)}`);
      });
    },
    losePods: async (counts) => {
      await cordon(cluster, await nodesOf(cluster), true);
      for (const [name, count] of Object.entries(counts)) {
        const { spec, status } = await cluster.read("apps/v1", "Deployment", name);
        const selector = spec?.selector as { readonly matchLabels: Record<string, string> };
        const labels = Object.entries(selector.matchLabels).map(([key, value]) => `${key}=${value}`);
        const pods = await cluster.list("v1", "Pod", labels.join());
        for (const pod of pods.slice(0, count)) await cluster.remove("v1", "Pod", pod.metadata?.name ?? "");
        const left = Number(status?.readyReplicas) - count;
        await eventually(`${name} has ${left} ready pods`, 60, async () => {
          const ready = await readyPods(cluster, name);
          if (ready !== left) throw new Error(`it has ${ready}`);
        });
      }
    },
    makeRoom: async (deployments) => {
      await cordon(cluster, await nodesOf(cluster), false);
      for (const name of deployments)
        await eventually(`${name} is ready`, 60, async () => {
          const { spec } = await cluster.read("apps/v1", "Deployment", name);
          const ready = await readyPods(cluster, name);
          if (ready !== Number(spec?.replicas)) throw new Error(`it has ${ready} ready pods`);
        });
    },
  };
}

async function readyPods(cluster: Cluster, deployment: string): Promise<number> {
  const { status } = await cluster.read("apps/v1", "Deployment", deployment);
  return Number(status?.readyReplicas ?? 0);
}

function imageOf(pod: Live): string | undefined {
  const containers = (pod.spec?.containers ?? []) as { image: string }[];
  return containers[0]?.image;
}
