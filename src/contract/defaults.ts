/** Seconds a pod drains unless `drainSeconds` gives another time. */
export const DEFAULT_DRAIN_SECONDS = 5;

/** Seconds `up` waits for a Deployment or a Service unless `timeout` gives another time. */
export const DEFAULT_TIMEOUT_SECONDS = 300;

/** Points by which a share may miss its weight unless `tolerance` gives another number. */
export const DEFAULT_TOLERANCE = 5;

/** Largest number of pods: what a Kubernetes cluster is built for. https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
export const MAX_PODS = 150_000;

/** Seconds Kubernetes gives a pod to end unless its template gives another time. */
export const KUBERNETES_GRACE_SECONDS = 30;

/** Modes of kube-proxy on Linux. */
export const KUBE_PROXY_MODES = ["iptables", "ipvs", "nftables"] as const;

/** Minor versions of Kubernetes 1.x in which mode ipvs ends. https://github.com/kubernetes/enhancements/issues/5495 */
export const IPVS_END = { deprecated: 35, off: 40, removed: 43 } as const;
