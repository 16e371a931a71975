import type { KubeProxy } from "../boot/kubeProxy.mts";
import type { Cluster, Live } from "../cluster/api.mts";
import type { EndpointWatch } from "../cluster/endpoints.mts";
import { eventually, sleep } from "../commands.mts";
import type { Driver } from "../drive/driver.mts";
import type { Clients } from "../load/clients.mts";
import type { App } from "../program/apps.mts";
import { say } from "../say.mts";
import type { Hand } from "./scenario.mts";

/** What a scenario runs on. */
export interface Bench {
  readonly cluster: Cluster;
  readonly proxy: KubeProxy;
  readonly driver: Driver;
  readonly endpoints: EndpointWatch;
  readonly clients: Clients;
  /** Connections a second to each app. */
  readonly rate: number;
  /** Seconds that kube-proxy may take to hear of a change; pods must drain longer. Default: what the apps drain. */
  readonly hearing?: number;
}

/** The apps as they must be here: a pod that drains for less time than kube-proxy takes to hear of it loses connections. */
export function suited(bench: Bench, app: App): App {
  if (bench.hearing === undefined) return app;
  const drainSeconds = bench.hearing;
  if (app.is === "canary") return { ...app, args: { ...app.args, drainSeconds } };
  if (app.is === "blue-green") return { ...app, args: { ...app.args, drainSeconds } };
  return app;
}

/** The address and port that clients call. */
export async function addressOf(cluster: Cluster, service: string): Promise<string> {
  const { spec } = await cluster.read("v1", "Service", service);
  const [port] = (spec?.ports ?? []) as { port: number }[];
  return `${spec?.clusterIP}:${port?.port}`;
}

/** Waits until nothing is being rolled out, before the load starts. */
export async function settled(bench: Bench, services: readonly string[]): Promise<void> {
  await eventually("the first pods are ready", 60, async () => {
    for (const service of services)
      if (bench.endpoints.ready(service) === 0) throw new Error(`${service} has none`);
  });
  await sleep(2000); // kube-proxy writes at most once a second
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
export function handOn({ cluster, endpoints, proxy }: Bench): Hand {
  return {
    cluster,
    restartKubeProxy: async (mode, service) => {
      await proxy.restartAsApplied(mode);
      const [address = ""] = (await addressOf(cluster, service)).split(":");
      const began = Date.now();
      let carried = "";
      while (carried !== mode && Date.now() - began < 30_000)
        carried = (await proxy.effect(mode, address)).join(" and ") || "nothing";
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      say(`  kube-proxy says ${mode}; ${seconds} s later the kernel carries ${service} by ${carried}`);
      return carried === mode ? [] : [`${mode} is configured, the kernel carries ${service} by ${carried}`];
    },
    deletePod: async (service, image) => {
      const ready = endpoints.ready(service);
      const pods = await cluster.list("v1", "Pod", `app.kubernetes.io/name=${service}`);
      const pod = pods.find((each) => imageOf(each) === image && !each.metadata?.deletionTimestamp);
      if (!pod) throw new Error(`no pod of ${service} runs ${image}`);
      await cluster.remove("v1", "Pod", pod.metadata?.name ?? "");
      await sleep(500);
      await eventually(`${service} has ${ready} ready pods again`, 30, async () => {
        if (endpoints.ready(service) < ready) throw new Error(`it has ${endpoints.ready(service)}`);
      });
    },
  };
}

function imageOf(pod: Live): string | undefined {
  const containers = (pod.spec?.containers ?? []) as { image: string }[];
  return containers[0]?.image;
}
