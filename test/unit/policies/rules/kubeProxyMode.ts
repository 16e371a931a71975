import * as k8s from "@pulumi/kubernetes";
import { kubeProxy } from "../programs/components.js";
import { proxyMap } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const kubeProxyMode: RuleCases = {
  bad: {
    "a mode that is not allowed": {
      messages: ['KubeProxyConfig "proxy": mode: "ipvs" is not an allowed mode; use nftables'],
      config: { "kube-proxy-mode": { allowed: ["nftables"] } },
      program: () => kubeProxy({ mode: "ipvs" }),
    },
    "a fallback that is not allowed": {
      messages: [
        'KubeProxyConfig "proxy": fallbackMode: "iptables" is not an allowed mode; use nftables or ipvs',
      ],
      config: { "kube-proxy-mode": { allowed: ["nftables", "ipvs"] } },
      program: () =>
        kubeProxy({
          mode: "nftables",
          fallbackMode: "iptables",
          daemonSet: { image: "registry.k8s.io/kube-proxy:v1.36.3", apiServer: "https://10.0.0.1:6443" },
        }),
    },
    "a mode that does not exist, by hand": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].mode: "userspace" is not an allowed mode; use iptables or ipvs or nftables',
      ],
      program: () => proxyMap("mode: userspace"),
    },
    "no mode, by hand": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].mode: is missing, and the default changes from iptables to nftables in Kubernetes 1.40; use iptables or ipvs or nftables',
      ],
      program: () => proxyMap('mode: ""'),
    },
  },
  good: {
    "kube-proxy with nftables": { program: () => kubeProxy({ mode: "nftables" }) },
    "a ConfigMap of another app": {
      program: () =>
        new k8s.core.v1.ConfigMap("other", {
          metadata: { name: "other" },
          data: { a: "mode: userspace", b: "{" },
        }),
    },
  },
};
