import type { KubeProxy } from "../boot/kubeProxy.js";
import type { Cluster } from "../cluster/api.js";
import { say } from "../say.js";
import type { ProxyMode } from "../settings.js";
import { blueGreen } from "./apps.js";
import { clusterIPOf } from "./bench.js";
import type { Scenario, Step } from "./scenario.js";

/**
 * `KubeProxyConfig` changes the mode or the scheduler while connections come in. What a change of the mode loses is
 * kube-proxy's: it takes the old rules away before it has written its first. New clients must lose nothing afterwards,
 * and nobody by a change of the scheduler, or by a restart alone.
 */
export function switches(proxy: KubeProxy, from: ProxyMode): Scenario {
  const shop = () => blueGreen("shop", "", { active: "blue" });
  const change = (to: ProxyMode, title: string, gap: boolean): Step => ({
    changes: [{ ...shop(), title, gap }],
    beside: [proxy.app(to)],
    after: ({ cluster }) => restarted(proxy, to, cluster, "shop"),
  });
  const path = from.startsWith("ipvs")
    ? (["ipvs-rr", "ipvs-lc", "ipvs-sed", "ipvs-rr"] as const)
    : from === "nftables"
      ? (["nftables", "iptables", "nftables"] as const)
      : (["iptables", "nftables", "iptables"] as const);
  const gap = !from.startsWith("ipvs");
  const restart: Step = {
    changes: [{ ...shop(), title: "kube-proxy with another syncPeriod" }],
    beside: [proxy.app(path[0], { [path[0].split("-")[0] as "iptables"]: { syncPeriod: "20s" } })],
    after: ({ cluster }) => restarted(proxy, path[0], cluster, "shop"),
  };
  return {
    first: [shop().app, proxy.app(path[0])],
    steps: [
      ...(gap ? [restart] : []),
      ...path.slice(1).map((to, index) => change(to, `${path[index]} → ${to}`, gap)),
    ],
  };
}

/** Restarts kube-proxy with the file in the cluster. Returns what is wrong. */
async function restarted(
  proxy: KubeProxy,
  mode: ProxyMode,
  cluster: Cluster,
  service: string,
): Promise<string[]> {
  await proxy.restartAsApplied(mode);
  const address = await clusterIPOf(cluster, service);
  const began = Date.now();
  let carried = "";
  while (carried !== mode && Date.now() - began < 30_000)
    carried = (await proxy.effect(mode, address)).join(" and ") || "nothing";
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  say(`  kube-proxy says ${mode}; ${seconds} s later the kernel carries ${service} by ${carried}`);
  return carried === mode ? [] : [`${mode} is configured, the kernel carries ${service} by ${carried}`];
}
