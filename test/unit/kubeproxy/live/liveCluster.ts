import type { Live } from "../../../../src/kubeproxy/live/read.js";

/** kube-proxy's file as kubeadm 1.36 writes it. */
export const KUBEADM_FILE = `apiVersion: kubeproxy.config.k8s.io/v1alpha1
bindAddress: 0.0.0.0
bindAddressHardFail: false
clientConnection:
  acceptContentTypes: ""
  burst: 0
  contentType: ""
  kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
  qps: 0
clusterCIDR: 10.244.0.0/16
configSyncPeriod: 0s
conntrack:
  maxPerCore: null
  min: null
  tcpBeLiberal: false
  tcpCloseWaitTimeout: null
  tcpEstablishedTimeout: null
  udpStreamTimeout: 0s
  udpTimeout: 0s
detectLocal:
  bridgeInterface: ""
  interfaceNamePrefix: ""
detectLocalMode: ""
enableProfiling: false
healthzBindAddress: ""
hostnameOverride: ""
iptables:
  localhostNodePorts: null
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
ipvs:
  excludeCIDRs: null
  minSyncPeriod: 0s
  scheduler: ""
  strictARP: false
  syncPeriod: 0s
  tcpFinTimeout: 0s
  tcpTimeout: 0s
  udpTimeout: 0s
kind: KubeProxyConfiguration
logging:
  flushFrequency: 0
  options:
    json:
      infoBufferSize: "0"
    text:
      infoBufferSize: "0"
  verbosity: 0
metricsBindAddress: ""
mode: ""
nftables:
  masqueradeAll: false
  masqueradeBit: null
  minSyncPeriod: 0s
  syncPeriod: 0s
nodePortAddresses: null
oomScoreAdj: null
portRange: ""
showHiddenMetricsForVersion: ""
winkernel:
  enableDSR: false
  forwardHealthCheckVip: false
  networkName: ""
  rootHnsEndpointName: ""
  sourceVip: ""
`;

/** The objects of a kubeadm cluster as the API server returns them. `text` is kube-proxy's file. */
export function kubeadmCluster(text = KUBEADM_FILE, version = "v1.36.3") {
  const metadata = { name: "kube-proxy", namespace: "kube-system", resourceVersion: "100" };
  return {
    "ConfigMap kube-system/kube-proxy": {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        ...metadata,
        labels: { app: "kube-proxy" } as Record<string, string>,
        annotations: { "kubeadm.kubernetes.io/component-config.hash": "sha256:0" } as Record<string, string>,
      },
      data: { "config.conf": text, "kubeconfig.conf": "apiVersion: v1\n" } as Record<string, string>,
    },
    "DaemonSet kube-system/kube-proxy": {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { ...metadata, labels: { "k8s-app": "kube-proxy" } },
      spec: {
        template: {
          metadata: { labels: { "k8s-app": "kube-proxy" }, annotations: {} as Record<string, string> },
          spec: {
            containers: [
              {
                name: "kube-proxy",
                image: `registry.k8s.io/kube-proxy:${version}`,
                command: [
                  "/usr/local/bin/kube-proxy",
                  "--config=/var/lib/kube-proxy/config.conf",
                  "--hostname-override=$(NODE_NAME)",
                ],
                volumeMounts: [
                  { name: "kube-proxy", mountPath: "/var/lib/kube-proxy" },
                  { name: "xtables-lock", mountPath: "/run/xtables.lock" },
                  { name: "lib-modules", mountPath: "/lib/modules", readOnly: true },
                ],
              },
            ],
            volumes: [
              { name: "kube-proxy", configMap: { name: "kube-proxy", defaultMode: 420 } },
              { name: "xtables-lock", hostPath: { path: "/run/xtables.lock", type: "FileOrCreate" } },
              { name: "lib-modules", hostPath: { path: "/lib/modules" } },
            ],
          },
        },
      },
    },
  };
}

/** The parts of the same cluster that the component reads. */
export const KUBEADM_LIVE: Live = {
  configMap: {
    labels: { app: "kube-proxy" },
    annotations: {},
    managers: ["kubeadm"],
    data: { "config.conf": KUBEADM_FILE, "kubeconfig.conf": "apiVersion: v1\n" },
    resourceVersion: "100",
  },
  daemonSet: {
    labels: {},
    annotations: {},
    managers: ["kubeadm"],
    resourceVersion: "200",
    templateAnnotations: {},
    initContainers: [],
    containers: [
      {
        name: "kube-proxy",
        image: "registry.k8s.io/kube-proxy:v1.36.3",
        command: ["/usr/local/bin/kube-proxy", "--config=/var/lib/kube-proxy/config.conf"],
        args: [],
        mountPaths: ["/var/lib/kube-proxy", "/run/xtables.lock", "/lib/modules"],
      },
    ],
    volumes: [
      { name: "kube-proxy", configMap: "kube-proxy" },
      { name: "xtables-lock", hostPath: "/run/xtables.lock" },
      { name: "lib-modules", hostPath: "/lib/modules" },
    ],
  },
};
