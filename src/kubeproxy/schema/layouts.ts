import type { KubeProxyFallbackMode } from "./modes.js";

/** Location of the configuration, and the DaemonSet that reads it. */
export interface Target {
  readonly namespace: string;
  readonly configMapName: string;
  readonly configMapKey: string;
  readonly daemonSetName: string;
}

/** Names that kubeadm uses. */
export const KUBEADM: Target = {
  namespace: "kube-system",
  configMapName: "kube-proxy",
  configMapKey: "config.conf",
  daemonSetName: "kube-proxy",
};

/** Locations of kube-proxy's configuration by installer. */
export const LAYOUTS = {
  kubeadm: KUBEADM,
  kind: KUBEADM,
  "cluster-api": KUBEADM,
  kubespray: KUBEADM,
  "eks-self-managed": { ...KUBEADM, configMapName: "kube-proxy-config", configMapKey: "config" },
} as const satisfies Record<string, Target>;

/** A known installer. */
export type KubeProxyLayout = keyof typeof LAYOUTS;

/** Whether the installer is known. */
export function isLayout(name: string): name is KubeProxyLayout {
  return Object.hasOwn(LAYOUTS, name);
}

/** Key of the file of `fallbackMode` in the same ConfigMap. */
export function fallbackKey({ configMapKey }: Target, fallback: KubeProxyFallbackMode): string {
  return `${fallback}.${configMapKey}`;
}
