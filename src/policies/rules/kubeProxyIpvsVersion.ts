import { IPVS_END } from "../../contract/defaults.js";
import { kubeProxyOf } from "../facts/kubeProxy.js";
import { getPath, requireKnown } from "../facts/unknown.js";
import { textLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

const VERSION = "^(v?1\\.\\d+(\\..*)?)?$";
const { deprecated: DEPRECATED, off: OFF, removed: REMOVED } = IPVS_END;

/** Mode ipvs is on its way out: deprecated in 1.35, off unless a feature gate is set from 1.40, removed in 1.43. */
export const kubeProxyIpvsVersion = resourcePolicy({
  name: "kube-proxy-ipvs-version",
  description:
    "Mode ipvs is not used where this version of Kubernetes deprecates, disables or has removed it.",
  enforcementLevel: "advisory",
  severity: "high",
  remediationSteps: "Move to mode nftables, one node after the other; nodes of both modes work together.",
  url: "https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs",
  limits: {
    kubernetesVersion: textLimit(
      "The cluster's version, such as 1.36; without it nothing is said.",
      "",
      VERSION,
    ),
  },
  check(resource, { kubernetesVersion }, reporter) {
    const minor = Number(/^v?1\.(\d+)/.exec(kubernetesVersion)?.[1] ?? Number.NaN);
    const proxy = kubeProxyOf(resource);
    if (!proxy || Number.isNaN(minor) || minor < DEPRECATED || requireKnown(proxy.mode) !== "ipvs") return;
    const gate = requireKnown(getPath(proxy.featureGates, "KubeProxyIPVS")) === true;
    reporter.report({
      title: proxy.title,
      path: `${proxy.prefix}mode`,
      value: "ipvs",
      problem: problemOf(minor, gate),
      remedy: "use nftables, its successor",
    });
  },
});

function problemOf(minor: number, gate: boolean): string {
  if (minor >= REMOVED)
    return `is removed in Kubernetes 1.${REMOVED}, and kube-proxy 1.${minor} would not start`;
  if (minor >= OFF && !gate)
    return `is off from Kubernetes 1.${OFF}, and kube-proxy 1.${minor} would not start`;
  return `is deprecated since Kubernetes 1.${DEPRECATED}, off by default from 1.${OFF}, removed in 1.${REMOVED}`;
}
