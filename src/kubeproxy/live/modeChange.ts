import type { Problems } from "../../diagnostics/problems.js";
import type { KubeProxyMode } from "../schema/modes.js";

/** What a change of the mode does on each node when kube-proxy restarts there, and the remedy. */
const CHANGES: Readonly<
  Record<`${KubeProxyMode} to ${KubeProxyMode}`, readonly [string, string] | undefined>
> = {
  "iptables to ipvs": [
    "leaves the rules of iptables in place, which refuse connections to Services that had no endpoints",
    "drain and reboot each node, or run kube-proxy --cleanup on it",
  ],
  "ipvs to iptables": [
    "leaves the virtual servers of ipvs in place, which keep answering with endpoints of that time",
    "drain and reboot each node, or run kube-proxy --cleanup on it",
  ],
  "iptables to nftables": [
    "deletes the rules of iptables before it looks whether Linux 5.13 and nft 1.0.1 are there, and new connections fail until the new rules are written",
    "check the nodes first, and drain each one",
  ],
  "ipvs to nftables": [
    "deletes the virtual servers of ipvs before it looks whether Linux 5.13 and nft 1.0.1 are there; open connections are reset, and new ones fail until the new rules are written",
    "check the nodes first, and drain each one",
  ],
  "nftables to iptables": [
    "deletes the rules of nftables, and new connections fail until the new ones are written",
    "drain each node",
  ],
  "nftables to ipvs": [
    "deletes the rules of nftables, and new connections fail until the new ones are written",
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
