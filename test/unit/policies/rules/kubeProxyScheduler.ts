import { kubeProxy } from "../programs/components.js";
import { proxyMap } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const kubeProxyScheduler: RuleCases = {
  bad: {
    "a scheduler that hashes": {
      messages: [
        'KubeProxyConfig "proxy": ipvs.scheduler: "sh" is not an allowed scheduler; use rr or wrr or lc or wlc',
      ],
      program: () => kubeProxy({ mode: "ipvs", ipvs: { scheduler: "sh" } }),
    },
    "a scheduler in mode nftables, by hand": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].ipvs.scheduler: "rr" has no effect in mode nftables; remove it, or use mode ipvs',
      ],
      program: () => proxyMap("mode: nftables\nipvs: {scheduler: rr}"),
    },
    "a scheduler without ipvs, by hand": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].ipvs.scheduler: "rr" has no effect in mode iptables; remove it, or use mode ipvs',
      ],
      program: () => proxyMap("mode: iptables\nipvs: {scheduler: rr}"),
    },
  },
  good: {
    "the empty scheduler that kubeadm writes in every mode": {
      program: () => proxyMap('mode: iptables\nipvs: {scheduler: ""}'),
    },
    "mode iptables without a scheduler": { program: () => proxyMap("mode: iptables") },
    "kube-proxy with ipvs and lc": { program: () => kubeProxy({ mode: "ipvs", ipvs: { scheduler: "lc" } }) },
    "a scheduler that is allowed here": {
      config: { "kube-proxy-scheduler": { allowed: ["sh"] } },
      program: () => proxyMap("mode: ipvs\nipvs: {scheduler: sh}"),
    },
  },
};
