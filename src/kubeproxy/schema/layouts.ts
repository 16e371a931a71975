import type { KubeProxyFallbackMode } from "./modes.js";

/** Where the configuration is, and which DaemonSet reads it. */
export interface Target {
  readonly namespace: string;
  readonly configMapName: string;
  readonly configMapKey: string;
  readonly daemonSetName: string;
}

/** The names that kubeadm uses. */
export const KUBEADM: Target = {
  namespace: "kube-system",
  configMapName: "kube-proxy",
  configMapKey: "config.conf",
  daemonSetName: "kube-proxy",
};

/** Where installers put kube-proxy's configuration. */
export const LAYOUTS = {
  kubeadm: KUBEADM,
  kind: KUBEADM,
  "cluster-api": KUBEADM,
  kubespray: KUBEADM,
  "eks-self-managed": { ...KUBEADM, configMapName: "kube-proxy-config", configMapKey: "config" },
} as const satisfies Record<string, Target>;

/** An installer whose names are known. */
export type KubeProxyLayout = keyof typeof LAYOUTS;

/** Whether an installer of this name is known. */
export function isLayout(name: string): name is KubeProxyLayout {
  return Object.hasOwn(LAYOUTS, name);
}

/** The key of the fallback's file, beside that of the file itself. */
export function fallbackKey({ configMapKey }: Target, fallback: KubeProxyFallbackMode): string {
  return `${fallback}.${configMapKey}`;
}
