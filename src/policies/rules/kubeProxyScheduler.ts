import { kubeProxyOf } from "../facts/kubeProxy.js";
import { requireKnown } from "../facts/unknown.js";
import { wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

/** Allows only schedulers that spread connections well under kube-proxy, where every pod has the weight 1. */
export const kubeProxyScheduler = resourcePolicy({
  name: "kube-proxy-scheduler",
  description: "kube-proxy's IPVS scheduler is allowed, and is set only in mode ipvs.",
  enforcementLevel: "mandatory",
  severity: "medium",
  remediationSteps: "Use rr, or lc for long connections. Remove ipvs.scheduler in other modes.",
  url: "https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs",
  limits: {
    allowed: wordsLimit("Allowed schedulers.", ["rr", "wrr", "lc", "wlc"]),
  },
  check(resource, { allowed }, reporter) {
    const proxy = kubeProxyOf(resource);
    if (!proxy) return;
    const scheduler = requireKnown(proxy.scheduler);
    if (scheduler === undefined || scheduler === "") return;
    const where = { title: proxy.title, path: `${proxy.prefix}ipvs.scheduler`, value: scheduler };
    const mode = requireKnown(proxy.mode);
    if (mode !== "ipvs") {
      const problem = `has no effect in mode ${mode || "iptables"}`;
      reporter.report({ ...where, problem, remedy: "remove it, or use mode ipvs" });
    } else if (!allowed.includes(scheduler)) {
      reporter.report({
        ...where,
        problem: "is not an allowed scheduler",
        remedy: `use ${allowed.join(" or ")}`,
      });
    }
  },
});
