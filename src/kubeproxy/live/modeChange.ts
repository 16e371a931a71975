import type { Problems } from "../../diagnostics/problems.js";
import type { KubeProxyMode } from "../schema/modes.js";

/** What a change of the mode does on each node when kube-proxy restarts there, and the remedy. */
const CHANGES: Readonly<
  Record<`${KubeProxyMode} to ${KubeProxyMode}`, readonly [string, string] | undefined>
> = {
  "iptables to ipvs": [
    "leaves the iptables rules in place, which still refuse connections to Services that had no endpoints before",
    "drain and reboot each node, or run kube-proxy --cleanup on it",
  ],
  "ipvs to iptables": [
    "leaves the ipvs virtual servers in place, which keep sending connections to the old endpoints",
    "drain and reboot each node, or run kube-proxy --cleanup on it",
  ],
  "iptables to nftables": [
    "deletes the iptables rules before it checks for Linux 5.13 and nft 1.0.1, and new connections fail until it writes the new rules",
    "check the nodes first, and drain each node",
  ],
  "ipvs to nftables": [
    "deletes the ipvs virtual servers before it checks for Linux 5.13 and nft 1.0.1; it resets open connections, and new ones fail until it writes the new rules",
    "check the nodes first, and drain each node",
  ],
  "nftables to iptables": [
    "deletes the nftables rules, and new connections fail until it writes the new rules",
    "drain each node",
  ],
  "nftables to ipvs": [
    "deletes the nftables rules, and new connections fail until it writes the new rules",
    "drain each node",
  ],
  "iptables to iptables": undefined,
  "ipvs to ipvs": undefined,
  "nftables to nftables": undefined,
};

/** Warns about the effect of a mode change on traffic. */
export function warnOfModeChange(before: KubeProxyMode, after: KubeProxyMode, problems: Problems): void {
  const change = CHANGES[`${before} to ${after}`];
  if (!change) return;
  const [effect, remedy] = change;
  problems.warn({ path: "mode", problem: `${before} to ${after} ${effect}`, remedy });
}
