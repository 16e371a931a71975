import type { KubeProxy } from "../boot/kubeProxy.mts";
import type { ProxyMode } from "../settings.mts";
import { blueGreen } from "./apps.mts";
import type { Scenario, Step } from "./scenario.mts";

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
    after: (hand) => hand.restartKubeProxy(to, "shop"),
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
    after: (hand) => hand.restartKubeProxy(path[0], "shop"),
  };
  return {
    name: "switch",
    shows: "KubeProxyConfig changes kube-proxy under load",
    first: [shop().app, proxy.app(path[0])],
    steps: [
      ...(gap ? [restart] : []),
      ...path.slice(1).map((to, index) => change(to, `${path[index]} → ${to}`, gap)),
    ],
  };
}
