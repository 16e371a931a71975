import type { KubeProxyConfigArgs } from "../../../src/index.js";
import { kubeadmCluster } from "../../unit/kubeproxy/live/liveCluster.js";
import { type Program, programsOf } from "../program.js";

const ipvs: KubeProxyConfigArgs = {
  mode: "ipvs",
  ipvs: { scheduler: "lc" },
  fallbackMode: "iptables",
  loadModules: true,
};

const created = programsOf<KubeProxyConfigArgs>("KubeProxyConfig", {
  "kube-proxy-created": {
    ...ipvs,
    manage: "create",
    daemonSet: { image: "registry.k8s.io/kube-proxy:v1.36.3", apiServer: "https://10.0.0.1:6443" },
  },
});

const patched = programsOf("KubeProxyConfig", { "kube-proxy-patched": ipvs });

/** A kube-proxy of its own, and a patch of an installer's. */
export const kubeProxyPrograms: readonly Program[] = [
  ...created,
  ...patched.map((program) => ({ ...program, reads: kubeadmCluster() })),
];
