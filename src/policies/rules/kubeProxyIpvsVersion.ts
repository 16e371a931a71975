import { IPVS_END } from "../../contract/defaults.js";
import { kubeProxyOf } from "../facts/kubeProxy.js";
import { getPath, requireKnown } from "../facts/unknown.js";
import { textLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

const VERSION = "^(v?1\\.\\d+(\\..*)?)?$";
const { deprecated: DEPRECATED, off: OFF, removed: REMOVED } = IPVS_END;

/**
 * Warns about mode ipvs, which Kubernetes deprecates in 1.35, turns off by default in 1.40 and removes in 1.43.
 */
export const kubeProxyIpvsVersion = resourcePolicy({
  name: "kube-proxy-ipvs-version",
  description: "Mode ipvs is not used with a version of Kubernetes that deprecates, disables or removes it.",
  enforcementLevel: "advisory",
  severity: "high",
  remediationSteps: "Change to mode nftables, one node at a time. Nodes of both modes work together.",
  url: "https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs",
  limits: {
    kubernetesVersion: textLimit(
      "Version of the cluster, such as 1.36. Without it, this policy checks nothing.",
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
      remedy: "use its successor, nftables",
    });
  },
});

function problemOf(minor: number, gate: boolean): string {
  if (minor >= REMOVED)
    return `is removed in Kubernetes 1.${REMOVED}, so kube-proxy 1.${minor} does not start with it`;
  if (minor >= OFF && !gate)
    return `is off by default from Kubernetes 1.${OFF}, so kube-proxy 1.${minor} does not start with it`;
  return `is deprecated since Kubernetes 1.${DEPRECATED}, off by default from 1.${OFF}, removed in 1.${REMOVED}`;
}
