import { kubeProxy } from "../programs/components.js";
import { proxyMap } from "../programs/objects.js";
import type { RuleCases } from "./ruleCases.js";

export const kubeProxyIpvsVersion: RuleCases = {
  bad: {
    "ipvs where it is deprecated": {
      messages: [
        'KubeProxyConfig "proxy": mode: "ipvs" is deprecated since Kubernetes 1.35, off by default from 1.40, removed in 1.43; use its successor, nftables',
      ],
      config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.36" } },
      program: () => kubeProxy({ mode: "ipvs" }),
    },
    "ipvs where it is off by default": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].mode: "ipvs" is off by default from Kubernetes 1.40, so kube-proxy 1.41 does not start with it; use its successor, nftables',
      ],
      config: { "kube-proxy-ipvs-version": { kubernetesVersion: "v1.41.2" } },
      program: () => proxyMap("mode: ipvs"),
    },
    "ipvs where it is removed, despite the feature gate": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].mode: "ipvs" is removed in Kubernetes 1.43, so kube-proxy 1.43 does not start with it; use its successor, nftables',
      ],
      config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.43" } },
      program: () => proxyMap("mode: ipvs\nfeatureGates: {KubeProxyIPVS: true}"),
    },
    "ipvs in the version that deprecates it": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].mode: "ipvs" is deprecated since Kubernetes 1.35, off by default from 1.40, removed in 1.43; use its successor, nftables',
      ],
      config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.35" } },
      program: () => proxyMap("mode: ipvs"),
    },
    "ipvs in the version that turns it off": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].mode: "ipvs" is off by default from Kubernetes 1.40, so kube-proxy 1.40 does not start with it; use its successor, nftables',
      ],
      config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.40" } },
      program: () => proxyMap("mode: ipvs"),
    },
    "ipvs that a feature gate keeps on": {
      messages: [
        'ConfigMap "kube-proxy": data["config.conf"].mode: "ipvs" is deprecated since Kubernetes 1.35, off by default from 1.40, removed in 1.43; use its successor, nftables',
      ],
      config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.42" } },
      program: () => proxyMap("mode: ipvs\nfeatureGates: {KubeProxyIPVS: true}"),
    },
  },
  good: {
    "ipvs before it is deprecated": {
      config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.34" } },
      program: () => proxyMap("mode: ipvs"),
    },
    "nftables in a new cluster": {
      config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.43" } },
      program: () => proxyMap("mode: nftables"),
    },
  },
};
