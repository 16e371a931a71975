// Without imports, because the preview and the policies read these names, and loading the Pulumi SDK takes half a second.

/** Type tokens of the components. Changing one replaces the resources of every user. */
export const COMPONENT_TYPES = {
  CanaryDeployment: "pulumi-kubernetes-traffic:index:CanaryDeployment",
  BlueGreenService: "pulumi-kubernetes-traffic:index:BlueGreenService",
  KubeProxyConfig: "pulumi-kubernetes-traffic:index:KubeProxyConfig",
} as const;

/** A component of this package. */
export type ComponentKind = keyof typeof COMPONENT_TYPES;

/** The component of a type token; undefined for every other resource. */
export function componentKindOf(type: string): ComponentKind | undefined {
  return KINDS.find((kind) => COMPONENT_TYPES[kind] === type);
}

const KINDS = Object.keys(COMPONENT_TYPES) as ComponentKind[];

/** Prefix of this package's labels and annotations. Labels of users must not have it, so that none of them can move traffic. */
export const OWN_PREFIX = "pulumi-kubernetes-traffic/";

/** Labels that selectors match, and the one by which policies find configuration. */
export const LABELS = {
  /** The component's name, on every pod of a CanaryDeployment. */
  canaryDeployment: `${OWN_PREFIX}canary-deployment`,
  /** The component's name, on every pod of a BlueGreenService. */
  blueGreenService: `${OWN_PREFIX}blue-green-service`,
  /** `stable` or `canary`. */
  track: `${OWN_PREFIX}track`,
  /** The color, unless `colorLabel` names another label. */
  color: `${OWN_PREFIX}color`,
  /** The short name that pod templates use for a ConfigMap or Secret of the app. */
  config: `${OWN_PREFIX}config`,
} as const;

/** Common Kubernetes labels that are read back. https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const COMMON_LABELS = {
  /** The component's name, on every object of it. */
  instance: "app.kubernetes.io/instance",
  /** The version that a Deployment or a pod runs. */
  version: "app.kubernetes.io/version",
} as const;

/** Annotations that this package writes. */
export const ANNOTATIONS = {
  /** On a Deployment: the version that was written last. The wait for its pods compares it. */
  version: `${OWN_PREFIX}version`,
  /** On the budget or the Deployment of a side that a step relies on. It changes from step to step, so that Pulumi waits again. */
  reliedOn: `${OWN_PREFIX}relied-on`,
  /** On a created kube-proxy's pods: the hash of their configuration files. */
  kubeProxyConfigHash: `${OWN_PREFIX}kube-proxy-config-hash`,
  /** On a patched ConfigMap and kube-proxy's pods: marks one change of the file. */
  kubeProxyConfig: `${OWN_PREFIX}kube-proxy-config`,
  /** On a patched DaemonSet: marks one change of the node setup. */
  kubeProxyNodeSetup: `${OWN_PREFIX}kube-proxy-preparation`,
} as const;

/** Annotations of the Kubernetes provider. https://www.pulumi.com/registry/packages/kubernetes/ */
export const PROVIDER_ANNOTATIONS = {
  /** Conditions that `up` waits for, instead of the provider's own. */
  waitFor: "pulumi.com/waitFor",
  /** Skips the provider's wait. */
  skipAwait: "pulumi.com/skipAwait",
  /** Forces ownership of fields that another tool owns. */
  patchForce: "pulumi.com/patchForce",
  /** Name under which the API server records who owns a field. */
  patchFieldManager: "pulumi.com/patchFieldManager",
} as const;

/** Environment variable of a program that the offline preview runs: such a program reads no cluster. */
export const OFFLINE_VARIABLE = "PULUMI_KUBERNETES_TRAFFIC_OFFLINE";

/** Settings of the Kubernetes provider that choose the cluster. Rendered files of two folders are for two clusters. */
export const CLUSTER_SETTINGS = ["kubeconfig", "context", "cluster", "renderYamlToDirectory"] as const;
