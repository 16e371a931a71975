import * as pulumi from "@pulumi/pulumi";
import { type IpvsScheduler, KubeProxyConfig, type KubeProxyMode } from "pulumi-kubernetes-traffic";

const config = new pulumi.Config();
const mode = config.require("proxyMode") as KubeProxyMode;
const scheduler = config.get("proxyScheduler") as IpvsScheduler | undefined;

// Reads the ConfigMap that kubeadm made, changes these fields in it, and restarts kube-proxy when that changed something.
const proxy = new KubeProxyConfig("kube-proxy", {
  mode,
  ipvs: mode === "ipvs" ? { scheduler, strictARP: true } : undefined,
  fallbackMode: mode === "iptables" ? undefined : "iptables", // on nodes whose kernel cannot run it
  loadModules: mode === "ipvs",
  nodePortAddresses: ["primary"],
});

export const previousMode = proxy.previousMode;
export const changed = proxy.changed;
