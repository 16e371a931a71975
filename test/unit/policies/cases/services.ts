import * as k8s from "@pulumi/kubernetes";
import { KubeProxyConfig } from "../../../../src/index.js";
import { type BadCase, type Case, deployment, type Loose, proxyFile, service, web } from "./parts.js";

const nodePort = (name: string, nodePort: number, changes: Loose = {}) =>
  web({ service: { type: "NodePort", ports: [{ port: 80, nodePort, ...changes }] } }, name);

const proxyPatch = (opts = {}) => new k8s.core.v1.ConfigMapPatch("patch", proxyFile("mode: nftables"), opts);

const kubeProxy = (args: Loose) => new KubeProxyConfig("proxy", { manage: "create", ...args });

const proxyMap = (fields: string) => new k8s.core.v1.ConfigMap("proxy", proxyFile(fields));

export const bad: BadCase[] = [
  {
    name: "a Service that selects nothing of this stack",
    policy: "service-has-pods",
    says: 'Service "web": spec.selector: {"app":"wbe"} matches no pods of this stack, so every request would be refused; select the labels of a pod template, or name the Service in external',
    program: () => {
      deployment("web", { app: "web" });
      service("web", { app: "wbe" });
    },
  },
  {
    name: "a Service in another namespace than its pods",
    policy: "service-has-pods",
    says: "matches no pods of this stack",
    program: () => {
      deployment("web", { app: "web" });
      service("web", { app: "web" }, { metadata: { namespace: "other" } });
    },
  },
  {
    name: "a port below the range",
    policy: "node-ports",
    says: 'Service "web": spec.ports[0].nodePort: 8080 is not a port of the nodes; choose one from 30000 to 32767',
    program: () => nodePort("web", 8080),
  },
  {
    name: "a port above a configured range",
    policy: "node-ports",
    says: "31000 is not a port of the nodes; choose one from 30000 to 30999",
    config: { "node-ports": { to: 30999 } },
    program: () => nodePort("web", 31000),
  },
  {
    name: "two Services at one port",
    policy: "node-ports",
    says: 'spec.ports[0].nodePort: 30080 (TCP) is already used by Service "',
    program: () => {
      nodePort("one", 30080);
      nodePort("two", 30080);
    },
  },
  {
    name: "a health check at another Service's port",
    policy: "node-ports",
    says: '30080 (TCP) is already used by Service "',
    program: () => {
      nodePort("one", 30080);
      web(
        {
          service: {
            type: "LoadBalancer",
            ports: [{ port: 80 }],
            externalTrafficPolicy: "Local",
            healthCheckNodePort: 30080,
          },
        },
        "two",
      );
    },
  },
  {
    name: "a mode that is not allowed",
    policy: "kube-proxy-mode",
    says: 'KubeProxyConfig "proxy": mode: "ipvs" is not an allowed mode; use nftables',
    config: { "kube-proxy-mode": { allowed: ["nftables"] } },
    program: () => kubeProxy({ mode: "ipvs" }),
  },
  {
    name: "a fallback that is not allowed",
    policy: "kube-proxy-mode",
    says: 'KubeProxyConfig "proxy": fallbackMode: "iptables" is not an allowed mode; use nftables or ipvs',
    config: { "kube-proxy-mode": { allowed: ["nftables", "ipvs"] } },
    program: () =>
      kubeProxy({
        mode: "nftables",
        fallbackMode: "iptables",
        daemonSet: { image: "registry.k8s.io/kube-proxy:v1.36.3", apiServer: "https://10.0.0.1:6443" },
      }),
  },
  {
    name: "a mode that does not exist, by hand",
    policy: "kube-proxy-mode",
    says: 'ConfigMap "kube-proxy": data["config.conf"].mode: "userspace" is not an allowed mode',
    program: () => proxyMap("mode: userspace"),
  },
  {
    name: "no mode, by hand",
    policy: "kube-proxy-mode",
    says: 'data["config.conf"].mode: is missing, and the default changes from iptables to nftables in Kubernetes 1.40',
    program: () => proxyMap('mode: ""'),
  },
  {
    name: "a scheduler that hashes",
    policy: "kube-proxy-scheduler",
    says: 'KubeProxyConfig "proxy": ipvs.scheduler: "sh" is not an allowed scheduler; use rr or wrr or lc or wlc',
    program: () => kubeProxy({ mode: "ipvs", ipvs: { scheduler: "sh" } }),
  },
  {
    name: "a scheduler without ipvs, by hand",
    policy: "kube-proxy-scheduler",
    says: 'data["config.conf"].ipvs.scheduler: "rr" has no effect in mode iptables; leave it out, or use mode ipvs',
    program: () => proxyMap("mode: iptables\nipvs: {scheduler: rr}"),
  },
  {
    name: "ipvs where it is deprecated",
    policy: "kube-proxy-ipvs-version",
    says: '"ipvs" is deprecated since Kubernetes 1.35, off by default from 1.40, removed in 1.43; use nftables, its successor',
    config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.36" } },
    program: () => kubeProxy({ mode: "ipvs" }),
  },
  {
    name: "ipvs where it is off",
    policy: "kube-proxy-ipvs-version",
    says: "is off from Kubernetes 1.40, and kube-proxy 1.41 would not start",
    config: { "kube-proxy-ipvs-version": { kubernetesVersion: "v1.41.2" } },
    program: () => proxyMap("mode: ipvs"),
  },
  {
    name: "ipvs where it is removed, gate or not",
    policy: "kube-proxy-ipvs-version",
    says: "is removed in Kubernetes 1.43",
    config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.43" } },
    program: () => proxyMap("mode: ipvs\nfeatureGates: {KubeProxyIPVS: true}"),
  },
  {
    name: "a patch of kube-proxy's file that a destroy would take away",
    policy: "kube-proxy-patch-kept",
    says: 'ConfigMapPatch "kube-proxy": options.protect: is not set',
    program: () => proxyPatch({ retainOnDelete: true }),
  },
];

export const good: Case[] = [
  {
    name: "a KubeProxyConfig that patches a live cluster, and keeps what it patched by itself",
    program: () => new KubeProxyConfig("proxy", { mode: "nftables", nodePortAddresses: ["primary"] }),
  },
  {
    name: "a Service whose pods are made elsewhere",
    config: { "service-has-pods": { external: ["default/api"] } },
    program: () => service("api", { app: "api" }),
  },
  {
    name: "a Service without a selector",
    program: () =>
      new k8s.core.v1.Service("db", { metadata: { name: "db" }, spec: { ports: [{ port: 5432 }] } }),
  },
  {
    name: "an alias of another host",
    program: () =>
      new k8s.core.v1.Service("db", {
        metadata: { name: "db" },
        spec: { type: "ExternalName", externalName: "db.example.com", selector: { app: "db" } },
      }),
  },
  {
    name: "two ports of the nodes",
    program: () => {
      nodePort("one", 30080);
      nodePort("two", 30081);
    },
  },
  {
    name: "one port for two protocols",
    program: () => {
      nodePort("one", 30053);
      nodePort("two", 30053, { protocol: "UDP" });
    },
  },
  {
    name: "a port in a configured range",
    config: { "node-ports": { from: 8000, to: 9000 } },
    program: () => nodePort("web", 8080),
  },
  { name: "affinity without a canary", program: () => web({ service: { sessionAffinity: "ClientIP" } }) },
  { name: "kube-proxy with nftables", program: () => kubeProxy({ mode: "nftables" }) },
  {
    name: "kube-proxy with ipvs and lc",
    program: () => kubeProxy({ mode: "ipvs", ipvs: { scheduler: "lc" } }),
  },
  {
    name: "ipvs before it is deprecated",
    config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.34" } },
    program: () => proxyMap("mode: ipvs"),
  },
  {
    name: "nftables in a new cluster",
    config: { "kube-proxy-ipvs-version": { kubernetesVersion: "1.43" } },
    program: () => proxyMap("mode: nftables"),
  },
  {
    name: "a scheduler that is allowed here",
    config: { "kube-proxy-scheduler": { allowed: ["sh"] } },
    program: () => proxyMap("mode: ipvs\nipvs: {scheduler: sh}"),
  },
  { name: "a protected patch", program: () => proxyPatch({ protect: true, retainOnDelete: true }) },
  {
    name: "a ConfigMap of somebody else",
    program: () =>
      new k8s.core.v1.ConfigMap("other", {
        metadata: { name: "other" },
        data: { a: "mode: userspace", b: "{" },
      }),
  },
  {
    name: "all policies off",
    config: { all: "disabled" },
    program: () => web({ container: { image: "app:latest", readinessProbe: undefined } }),
  },
];
