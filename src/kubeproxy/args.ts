import type { Input } from "@pulumi/pulumi";
import type { KubeProxyLayout } from "./schema/layouts.js";
import type { KubeProxyFallbackMode, KubeProxyMode } from "./schema/modes.js";
import type {
  ClientConnectionArgs,
  ConntrackArgs,
  DetectLocalArgs,
  IptablesArgs,
  IpvsArgs,
  LoggingArgs,
  NftablesArgs,
} from "./sectionArgs.js";

/**
 * Arguments of `KubeProxyConfig`: the fields of kube-proxy's configuration file under their upstream names, and where the
 * file goes. With `manage` patch, an unset field keeps its value in the cluster. With `manage` create, an unset field is
 * not written, and kube-proxy uses its default.
 *
 * kube-proxy only logs an unknown field and ignores it. This component refuses unknown fields and bad values, all of them
 * at once, and warns about a field that has no effect in the chosen mode. Durations are Go durations, such as `30s` or
 * `1h30m`. Where a type allows an `Input`, an Output is checked when its value is known and before anything is written.
 *
 * https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/
 */
export interface KubeProxyConfigArgs {
  /**
   * How kube-proxy forwards the traffic of Services: `iptables`, `ipvs` or `nftables`. Plain text.
   *
   * Required, because kube-proxy's default changes from iptables to nftables in Kubernetes 1.40. Mode `ipvs` is deprecated
   * since 1.35 and off by default from 1.40; a warning reports it. Mode `nftables` needs Linux 5.13 and nft 1.0.1 on every
   * node, and its NodePorts never answer on 127.0.0.1. https://kubernetes.io/docs/reference/networking/virtual-ips/
   */
  mode: KubeProxyMode;

  /**
   * Whether this component changes an installer's objects or creates its own. Plain text.
   *
   * `"patch"` changes a kube-proxy that an installer such as kubeadm owns. It writes only the given fields into the
   * installer's ConfigMap and then restarts the DaemonSet. Everything else in the file stays, including comments.
   * `destroy` leaves both objects as they are.
   *
   * `"create"` creates a ConfigMap and, with `daemonSet`, a whole kube-proxy. Use it for clusters whose installer omits
   * kube-proxy, for rendering to YAML, and to run policies in a preview. Do not name objects that an installer owns: their
   * creation fails, and if you import them, `destroy` deletes what kube-proxy needs to start.
   * @default `"patch"`
   */
  manage?: "patch" | "create";

  /**
   * Whether kube-proxy restarts after a change, node by node. kube-proxy does not notice a changed file. With `manage`
   * create, a restart needs `daemonSet`.
   *
   * Nothing restarts when the live configuration already matches. With `false`, a change takes effect at the next restart.
   * Traffic continues during a restart; changes of endpoints wait until it ends.
   * @default `true`
   */
  restart?: boolean | KubeProxyRestartArgs;

  /**
   * Mode for a node that cannot run `mode`: `iptables`, or `nftables` together with mode ipvs. Plain text.
   *
   * Since Kubernetes 1.26, kube-proxy exits on a node that cannot run its mode. With this argument, an init container
   * tests the node each time a kube-proxy pod starts: mode ipvs needs IPVS and the scheduler in the kernel, mode nftables
   * needs Linux 5.13 and a working nft. It gives kube-proxy the file of the mode that the node can run, and reports that
   * mode in its log and in its termination message in the pod's status. On a node that can run neither mode, the pod does
   * not start and the node keeps its rules. Refused with mode iptables, which every node can run, and with `restart` false.
   * @default none: no init container
   */
  fallbackMode?: KubeProxyFallbackMode;

  /**
   * Whether an init container loads the kernel modules of mode ipvs on each node: `ip_vs`, the scheduler's module and
   * `nf_conntrack`. Plain.
   *
   * The node must have the modules for its running kernel in `/lib/modules` or built in. If one cannot be loaded and there
   * is no `fallbackMode`, kube-proxy's pod reports it and does not start, and the restart stops at that node.
   * @default `false`
   */
  loadModules?: boolean;

  /**
   * Whether an init container deletes the rules that the other mode, iptables or ipvs, left on a node. It runs
   * `kube-proxy --cleanup` when kube-proxy's pod starts. Plain.
   *
   * The init container looks for rules of the other mode and does nothing if there are none. Otherwise it deletes all
   * rules of kube-proxy on that node: new connections to Services fail until kube-proxy writes its rules, and connections
   * that ipvs forwards break. Where that matters, drain a node first. Has no effect in mode nftables, which deletes the
   * other rules itself; a warning reports it.
   * @default `false`
   */
  cleanup?: boolean;

  /**
   * Creates a whole kube-proxy with `manage` create: kubeadm's DaemonSet, its ServiceAccount, its role binding, and the
   * kubeconfig in the ConfigMap. It sets `clientConnection.kubeconfig`.
   *
   * A change of the file restarts it node by node, as `restart` defines.
   * @default none: only the ConfigMap is created
   */
  daemonSet?: KubeProxyDaemonSetArgs;

  /** Options of mode ipvs. */
  ipvs?: IpvsArgs;
  /** Options of mode iptables. Mode ipvs reads two of them. */
  iptables?: IptablesArgs;
  /** Options of mode nftables. */
  nftables?: NftablesArgs;
  /** Limits of the kernel's connection tracking. */
  conntrack?: ConntrackArgs;

  /**
   * Addresses of a node on which NodePorts answer: CIDRs, or `["primary"]` alone for its primary addresses.
   *
   * Without it, NodePorts answer on every address in modes iptables and ipvs, and only on the primary addresses in mode
   * nftables; a warning reports the latter. Mode ipvs skips loopback, and mode nftables never answers on it. Addresses
   * without a prefix are refused, and so is `primary` together with CIDRs.
   * @default every address of the node; in mode nftables its primary ones
   */
  nodePortAddresses?: Input<Input<string>[]>;

  /**
   * Address that serves metrics, profiles and the whole configuration, without authentication.
   *
   * An IP address, with or without a port from 1 to 65535. Prometheus cannot reach the default from outside the node. A
   * warning reports an address that listens on every interface, such as `0.0.0.0`. Host names are refused. So is empty
   * text, which does not turn the address off.
   * @default `127.0.0.1:10249`
   */
  metricsBindAddress?: Input<string>;

  /**
   * Address that serves kube-proxy's health. An IP address, with or without a port from 1 to 65535.
   * @default `0.0.0.0:10256`
   */
  healthzBindAddress?: Input<string>;

  /**
   * IP address that replaces the node's primary address and decides which IP family comes first. kube-proxy binds nothing
   * to it.
   * @default `0.0.0.0`
   */
  bindAddress?: Input<string>;

  /**
   * Whether kube-proxy exits when it cannot bind a port.
   * @default `false`
   */
  bindAddressHardFail?: Input<boolean>;

  /**
   * Addresses of the cluster's pods: a CIDR, or an IPv4 CIDR and an IPv6 CIDR joined by a comma without a space.
   *
   * Only `detectLocalMode` ClusterCIDR reads it. A warning reports another mode.
   * @default none
   */
  clusterCIDR?: Input<string>;

  /**
   * How kube-proxy recognizes traffic of the node's own pods, which needs no source address translation.
   * @default `ClusterCIDR`
   */
  detectLocalMode?: Input<"ClusterCIDR" | "NodeCIDR" | "BridgeInterface" | "InterfaceNamePrefix">;
  /** What `detectLocalMode` looks for. */
  detectLocal?: DetectLocalArgs;

  /**
   * Feature gates by name. kube-proxy does not start with a gate that its version does not know.
   * @default `{}`
   */
  featureGates?: Input<Record<string, Input<boolean>>>;

  /** How kube-proxy connects to the API server. */
  clientConnection?: ClientConnectionArgs;

  /**
   * Time between two full reads from the API server. A Go duration above 0.
   * @default `15m`
   */
  configSyncPeriod?: Input<string>;

  /**
   * How early the kernel kills kube-proxy when memory runs out. A whole number from -1000, last, to 1000, first.
   * @default `-999`
   */
  oomScoreAdj?: Input<number>;

  /**
   * Name under which kube-proxy looks up its node. One name for every node is rarely right; kubeadm sets it with a flag.
   * @default the node's host name
   */
  hostnameOverride?: Input<string>;

  /**
   * Whether `metricsBindAddress` serves profiles at `/debug/pprof`.
   * @default `false`
   */
  enableProfiling?: Input<boolean>;

  /**
   * Minor version, such as `1.35`, whose hidden metrics kube-proxy shows again. kube-proxy accepts only the minor version
   * before its own.
   * @default none
   */
  showHiddenMetricsForVersion?: Input<string>;

  /** How kube-proxy writes its log. */
  logging?: LoggingArgs;

  /**
   * Further content of the file. It is merged last and in depth, and wins over the other arguments. Use it for fields that
   * a newer kube-proxy has and this library does not know; a warning reports each of them. Known fields are checked as
   * usual.
   *
   * `mode`, `apiVersion`, `kind` and values that YAML cannot represent are refused.
   * @default `{}`
   */
  extraConfig?: Record<string, unknown>;

  /**
   * Where the file is: the name of an installer's layout, or plain names. `"kind"`, `"cluster-api"` and `"kubespray"` have
   * kubeadm's layout. `"eks-self-managed"` is key `config` of ConfigMap `kube-proxy-config`.
   * @default `"kubeadm"`
   */
  target?: KubeProxyLayout | KubeProxyTargetArgs;

  /**
   * Whether to accept the IPVS schedulers that lose connections or may keep kube-proxy from starting: `none`, `fo`, `ovf`
   * and `twos`. Plain. A warning then reports the effect.
   * @default `false`
   */
  allowUnsafeScheduler?: boolean;

  /**
   * Labels of the objects that `manage` create creates, in addition to `app.kubernetes.io/name` and
   * `app.kubernetes.io/managed-by`, which they may replace. Has no effect with `manage` patch; a warning reports it.
   * @default `{}`
   */
  labels?: Input<Record<string, Input<string>>>;
}

/** Where kube-proxy's configuration file is. Plain text. Names that Kubernetes refuses are refused. */
export interface KubeProxyTargetArgs {
  /**
   * Namespace of the ConfigMap and the DaemonSet.
   * @default `kube-system`
   */
  namespace?: string;
  /**
   * Name of the ConfigMap.
   * @default `kube-proxy`
   */
  configMapName?: string;
  /**
   * Key of the file in the ConfigMap.
   * @default `config.conf`
   */
  configMapKey?: string;
  /**
   * Name of the DaemonSet that runs kube-proxy, and of its ServiceAccount when this component creates them.
   * @default `kube-proxy`
   */
  daemonSetName?: string;
}

/** A kube-proxy that runs on every Linux node. */
export interface KubeProxyDaemonSetArgs {
  /**
   * Image of kube-proxy, such as `registry.k8s.io/kube-proxy:v1.36.3`. The version in its tag decides which refusals and
   * warnings apply. Use the version of the cluster, or one at most three minor versions older.
   */
  image: Input<string>;
  /**
   * Address of the API server that every node reaches, such as `https://10.0.0.1:6443`. Do not use the address of Service
   * `kubernetes`: it answers only after kube-proxy starts.
   */
  apiServer: Input<string>;
}

/** How kube-proxy restarts after a change. Plain numbers. */
export interface KubeProxyRestartArgs {
  /**
   * Seconds that `up` waits for all nodes, which restart one after the other. A whole number from 60 to 86400.
   * @default `1800`
   */
  timeout?: number;
  /**
   * Seconds that a new kube-proxy pod must run before the next node follows. A kube-proxy that exits within this time stops
   * the restart at the first node. A whole number from 0 to 600.
   * @default the value of the DaemonSet; 0 under kubeadm
   */
  minReadySeconds?: number;
}
