import { kubeProxyOf } from "../facts/kubeProxy.js";
import { requireKnown } from "../facts/unknown.js";
import { wordsLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

/** IPVS spreads connections by a scheduler that does so under kube-proxy, where every pod has weight 1. */
export const kubeProxyScheduler = resourcePolicy({
  name: "kube-proxy-scheduler",
  description: "kube-proxy's IPVS scheduler is one of the allowed ones, and is only named in mode ipvs.",
  enforcementLevel: "mandatory",
  severity: "medium",
  remediationSteps: "Use rr, or lc for long connections; or leave ipvs.scheduler out in another mode.",
  url: "https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs",
  limits: {
    allowed: wordsLimit("The schedulers that may be used.", ["rr", "wrr", "lc", "wlc"]),
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
      reporter.report({ ...where, problem, remedy: "leave it out, or use mode ipvs" });
    } else if (!allowed.includes(scheduler)) {
      reporter.report({
        ...where,
        problem: "is not an allowed scheduler",
        remedy: `use ${allowed.join(" or ")}`,
      });
    }
  },
});
