import { IPVS_END, KUBE_PROXY_MODES } from "../../contract/defaults.js";
import { checkPlain } from "../../diagnostics/checkPlain.js";
import type { Problems } from "../../diagnostics/problems.js";
import { didYouMean } from "../../diagnostics/suggest.js";

/** How kube-proxy forwards the traffic of Services: with iptables rules, IPVS virtual servers or nftables rules. */
export type KubeProxyMode = (typeof KUBE_PROXY_MODES)[number];

/** Modes for nodes that cannot run the requested one. Not ipvs, which Kubernetes removes. */
export const FALLBACK_MODES = ["iptables", "nftables"] as const;

/** Mode of a node that cannot run the requested one. */
export type KubeProxyFallbackMode = (typeof FALLBACK_MODES)[number];

/** Modes of old versions and of other systems, which examples still contain. */
const OTHER_MODES: ReadonlyMap<unknown, string> = new Map([
  ["userspace", "was removed in Kubernetes 1.26"],
  ["kernelspace", "is the mode of Windows nodes, which this component does not configure"],
]);

export function isMode(value: unknown): value is KubeProxyMode {
  return KUBE_PROXY_MODES.some((mode) => mode === value);
}

/** Minor version of Kubernetes 1.x in which the default mode changes. https://github.com/kubernetes/enhancements/issues/5343 */
const NFTABLES_BY_DEFAULT = 40;

/** Mode of kube-proxy 1.`minor` when its file sets none. Assumes a current version when `minor` is unknown. */
export function defaultMode(minor: number | undefined): KubeProxyMode {
  return minor !== undefined && minor >= NFTABLES_BY_DEFAULT ? "nftables" : "iptables";
}

/** Checks the mode. */
export function checkMode(value: unknown, problems: Problems): KubeProxyMode | undefined {
  if (isMode(value)) return value;
  const otherMode = OTHER_MODES.get(value);
  const choices = 'use "iptables", "ipvs" or "nftables"';
  if (value === undefined || value === null || value === "") {
    const problem = `is required, because the default of kube-proxy changes from iptables to nftables in 1.${NFTABLES_BY_DEFAULT}`;
    problems.refuse({ path: "mode", problem, remedy: choices });
  } else if (!checkPlain(problems, "mode", value, "text")) {
    return undefined;
  } else if (otherMode !== undefined) {
    problems.refuse({ path: "mode", value, problem: otherMode, remedy: choices });
  } else {
    const problem = `is not a mode of kube-proxy (${KUBE_PROXY_MODES.join(", ")})`;
    problems.refuse({ path: "mode", value, problem, remedy: didYouMean(value, KUBE_PROXY_MODES) });
  }
  return undefined;
}

/** Warns about the end of mode ipvs. */
export function warnOfIpvs(problems: Problems): void {
  const problem = `ipvs is deprecated since Kubernetes 1.${IPVS_END.deprecated} and off by default from 1.${IPVS_END.off}`;
  problems.warn({ path: "mode", problem, remedy: "nftables is its successor" });
}
