/** Default of `drainSeconds`. */
export const DEFAULT_DRAIN_SECONDS = 5;

/** Default of `timeout`, in seconds. */
export const DEFAULT_TIMEOUT_SECONDS = 300;

/** Default of `minReady`, in percent. */
export const DEFAULT_MIN_READY = 75;

/** Default of `tolerance`, in points. */
export const DEFAULT_TOLERANCE = 5;

/**
 * Maximum number of pods that a Kubernetes cluster supports. https://kubernetes.io/docs/setup/best-practices/cluster-large/
 */
export const MAX_PODS = 150_000;

/** Default grace period of Kubernetes, in seconds. */
export const KUBERNETES_GRACE_SECONDS = 30;

/** Modes of kube-proxy on Linux. */
export const KUBE_PROXY_MODES = ["iptables", "ipvs", "nftables"] as const;

/** Minor versions of Kubernetes 1.x in which mode ipvs ends. https://github.com/kubernetes/enhancements/issues/5495 */
export const IPVS_END = { deprecated: 35, off: 40, removed: 43 } as const;

/** `minReadySeconds` of a rollout that method `hold` holds: the longest time that a pod can be required to stay ready, 68 years. */
export const HELD_SECONDS = 2 ** 31 - 2;
