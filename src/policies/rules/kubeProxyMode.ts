import { KUBE_PROXY_MODES } from "../../contract/defaults.js";
import { kubeProxyOf } from "../facts/kubeProxy.js";
import { requireKnown } from "../facts/unknown.js";
import { wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

/** Allows only the modes that an organization has chosen, also as a fallback. */
export const kubeProxyMode = resourcePolicy({
  name: "kube-proxy-mode",
  description: "kube-proxy's mode is set, and it and the fallback mode are allowed.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Set an allowed mode. The default mode depends on the version of Kubernetes.",
  url: "https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-modes",
  limits: {
    allowed: wordsLimit("Allowed modes.", KUBE_PROXY_MODES, KUBE_PROXY_MODES),
  },
  check(resource, { allowed }, reporter) {
    const proxy = kubeProxyOf(resource);
    if (!proxy) return;
    const mode = requireKnown(proxy.mode);
    const where = { title: proxy.title, path: `${proxy.prefix}mode` };
    const remedy = `use ${allowed.join(" or ")}`;
    if (mode === undefined || mode === "") {
      const problem = "is missing, and the default changes from iptables to nftables in Kubernetes 1.40";
      reporter.report({ ...where, problem, remedy });
    } else if (!allowed.includes(mode)) {
      reporter.report({ ...where, value: mode, problem: "is not an allowed mode", remedy });
    }
    const fallback = requireKnown(proxy.fallbackMode);
    if (fallback !== undefined && !allowed.includes(fallback)) {
      const path = `${proxy.prefix}fallbackMode`;
      reporter.report({
        title: proxy.title,
        path,
        value: fallback,
        problem: "is not an allowed mode",
        remedy,
      });
    }
  },
});
