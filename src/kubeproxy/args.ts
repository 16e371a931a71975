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
 * Arguments of `KubeProxyConfig`: the fields of kube-proxy's own configuration file under their own names, and where the
 * file goes. A field that is not set is left as it is in the cluster, or not
 * written to a new file, where kube-proxy uses its default.
 *
 * kube-proxy only logs a misspelt field and goes on without it, so the fields are checked here: everything that is wrong
 * is refused at once, and a field without effect in the chosen mode is warned of. Durations are Go durations, such as
 * `30s` or `1h30m`. A value may be an Output; what is wrong with it is told when it is known, before anything is written.
 *
 * https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/
 */
export interface KubeProxyConfigArgs {
  /**
   * How kube-proxy carries the traffic of Services: `iptables`, `ipvs` or `nftables`. Plain text.
   *
   * Required, because kube-proxy's default changes from iptables to nftables in Kubernetes 1.40. `ipvs` is deprecated since
   * 1.35 and off by default from 1.40; a warning says so. `nftables` needs Linux 5.13 and nft 1.0.1 on every node, and its
   * NodePorts never answer on 127.0.0.1. https://kubernetes.io/docs/reference/networking/virtual-ips/
   */
  mode: KubeProxyMode;

  /**
   * `"patch"` changes the configuration of a kube-proxy that an installer such as kubeadm put there: only the given fields,
   * in the ConfigMap that is there, and then restarts the DaemonSet. Everything else in the file stays, comments included,
   * and `destroy` leaves it all as it is.
   *
   * `"create"` makes a ConfigMap of its own, and with `daemonSet` a whole kube-proxy: for clusters whose installer leaves it
   * out, for rendering to YAML, and for policies in a preview. It must not name objects that an installer owns: creating
   * them fails where they exist, and if they were taken over, `destroy` would delete what kube-proxy needs to start.
   * @default `"patch"`
   */
  manage?: "patch" | "create";

  /**
   * Restarts kube-proxy after a change, node by node: it does not notice a changed file. With `manage` create it needs
   * `daemonSet`.
   *
   * Adopting a configuration that is already as wanted restarts nothing. With false, a change waits for the next restart.
   * Traffic goes on during a restart; changes of endpoints wait for its end.
   * @default `true`
   */
  restart?: boolean | KubeProxyRestartArgs;

  /**
   * The mode of a node that cannot run `mode`: `iptables`, or `nftables` beside mode ipvs. Plain text.
   *
   * kube-proxy itself exits on such a node since Kubernetes 1.26. With this an init container looks on each node, every time
   * kube-proxy's pod starts there: for mode ipvs whether the kernel has IPVS and the scheduler, for mode nftables whether it
   * is Linux 5.13 or newer and nft works. It gives kube-proxy the file of the one mode or the other, and says which: in its
   * log, and as its termination message in the pod's status. A node that can run neither keeps what it has, and its pod does
   * not start. Refused beside mode iptables, which every node can run, and with `restart` false.
   * @default none: the init container is not added
   */
  fallbackMode?: KubeProxyFallbackMode;

  /**
   * Lets an init container load the kernel modules of mode ipvs on each node: `ip_vs`, that of the scheduler, and
   * `nf_conntrack`. Plain.
   *
   * The node must have them for its running kernel in `/lib/modules`, or built in. Where one cannot be loaded, kube-proxy's
   * pod says so and does not start, unless there is a `fallbackMode`, and the nodes after it are not touched.
   * @default `false`
   */
  loadModules?: boolean;

  /**
   * Deletes what the other one of modes iptables and ipvs has left on a node, when kube-proxy's pod starts there, by an init
   * container that runs `kube-proxy --cleanup`. Plain.
   *
   * It finds out by itself whether anything is left, and does nothing on a node that has been in the same mode. Otherwise it
   * deletes all rules of kube-proxy: until the new ones are written, new connections to Services fail on that node, and those
   * that ipvs carried are cut. Drain a node first where that matters. Mode nftables needs no such help, and says so.
   * @default `false`
   */
  cleanup?: boolean;

  /**
   * Makes a kube-proxy of its own, with `manage` create: kubeadm's DaemonSet, its ServiceAccount and its role binding, and
   * in the ConfigMap the kubeconfig. `clientConnection.kubeconfig` is set by it.
   *
   * A change of the file restarts it node by node, as `restart` says.
   * @default none: only the ConfigMap is made
   */
  daemonSet?: KubeProxyDaemonSetArgs;

  /** Options of mode ipvs. */
  ipvs?: IpvsArgs;
  /** Options of mode iptables, two of which mode ipvs uses too. */
  iptables?: IptablesArgs;
  /** Options of mode nftables. */
  nftables?: NftablesArgs;
  /** Limits of the kernel's connection tracking. */
  conntrack?: ConntrackArgs;

  /**
   * Addresses of a node where NodePorts answer: CIDRs, or `["primary"]` alone for its primary addresses.
   *
   * Without it, NodePorts answer on every address in modes iptables and ipvs, and on the primary ones in mode nftables,
   * which a warning says. Mode ipvs skips loopback, mode nftables never answers on it. Refused are single addresses without
   * a prefix, and `primary` beside CIDRs.
   * @default every address of the node; in mode nftables its primary ones
   */
  nodePortAddresses?: Input<Input<string>[]>;

  /**
   * Address where metrics, profiles and the whole configuration are served, without authentication.
   *
   * An IP address, with or without a port from 1 to 65535. Prometheus cannot reach the default from outside the node; every
   * interface, `0.0.0.0`, is warned of. Host names are refused, and so is empty text, which does not turn it off.
   * @default `127.0.0.1:10249`
   */
  metricsBindAddress?: Input<string>;

  /**
   * Address where kube-proxy's health is served. An IP address, with or without a port from 1 to 65535.
   * @default `0.0.0.0:10256`
   */
  healthzBindAddress?: Input<string>;

  /**
   * IP address that stands for the node's primary address and says which IP family comes first. Nothing is bound to it.
   * @default `0.0.0.0`
   */
  bindAddress?: Input<string>;

  /**
   * Whether a port that cannot be bound ends kube-proxy.
   * @default `false`
   */
  bindAddressHardFail?: Input<boolean>;

  /**
   * Addresses of the cluster's pods: a CIDR, or an IPv4 and an IPv6 one joined by a comma without a space.
   *
   * Used by `detectLocalMode` ClusterCIDR only; with another one a warning says so.
   * @default none
   */
  clusterCIDR?: Input<string>;

  /**
   * How traffic of the node's own pods is recognised, which needs no source address translation.
   * @default `ClusterCIDR`
   */
  detectLocalMode?: Input<"ClusterCIDR" | "NodeCIDR" | "BridgeInterface" | "InterfaceNamePrefix">;
  /** What `detectLocalMode` looks for. */
  detectLocal?: DetectLocalArgs;

  /**
   * Features turned on or off by name. A name that this version of kube-proxy does not know keeps it from starting.
   * @default `{}`
   */
  featureGates?: Input<Record<string, Input<boolean>>>;

  /** How kube-proxy speaks to the API server. */
  clientConnection?: ClientConnectionArgs;

  /**
   * Time after which everything is read again from the API server. A Go duration above 0.
   * @default `15m`
   */
  configSyncPeriod?: Input<string>;

  /**
   * How readily the kernel ends kube-proxy when memory is short. A whole number from -1000, last, to 1000, first.
   * @default `-999`
   */
  oomScoreAdj?: Input<number>;

  /**
   * Name under which kube-proxy looks up its node. One name for all nodes is rarely meant: kubeadm sets it as a flag.
   * @default the node's host name
   */
  hostnameOverride?: Input<string>;

  /**
   * Whether profiles are served at `/debug/pprof` of `metricsBindAddress`.
   * @default `false`
   */
  enableProfiling?: Input<boolean>;

  /**
   * Minor version, such as `1.35`, whose hidden metrics are shown once more. Only the previous one is accepted.
   * @default none
   */
  showHiddenMetricsForVersion?: Input<string>;

  /** How kube-proxy writes its log. */
  logging?: LoggingArgs;

  /**
   * Further content of the file, merged last and in depth: it wins over the arguments. For fields that a newer kube-proxy
   * has and this library does not know; each of those is warned of. Fields of the table are checked as elsewhere.
   *
   * Refused are `mode`, `apiVersion` and `kind`, and what YAML cannot hold.
   */
  extraConfig?: Record<string, unknown>;

  /**
   * Where the file is: the layout of an installer, or plain names. `"kind"`, `"cluster-api"` and `"kubespray"` are those of
   * kubeadm; `"eks-self-managed"` is key `config` of ConfigMap `kube-proxy-config`.
   * @default `"kubeadm"`
   */
  target?: KubeProxyLayout | KubeProxyTargetArgs;

  /**
   * Lets through the IPVS schedulers that lose connections or may keep kube-proxy from starting: `none`, `fo`, `ovf` and
   * `twos`. Plain; default false. They are warned of then.
   */
  allowUnsafeScheduler?: boolean;

  /** Labels of the objects that `manage` create makes, beside `app.kubernetes.io/name` and `app.kubernetes.io/managed-by`, which they may replace. */
  labels?: Input<Record<string, Input<string>>>;
}

/** Where kube-proxy's configuration file is kept. */
export interface KubeProxyTargetArgs {
  /** Namespace of the ConfigMap; default `kube-system`. */
  namespace?: string;
  /** Name of the ConfigMap; default `kube-proxy`. */
  configMapName?: string;
  /** Key of the file in the ConfigMap; default `config.conf`. */
  configMapKey?: string;
  /** Name of the DaemonSet that runs kube-proxy, in the same namespace, and of its ServiceAccount when it is made; default `kube-proxy`. */
  daemonSetName?: string;
}

/** A kube-proxy that runs on every Linux node. */
export interface KubeProxyDaemonSetArgs {
  /**
   * Its image, such as `registry.k8s.io/kube-proxy:v1.36.3`. The version in its tag decides what is refused and warned of;
   * it should be the cluster's, at most three minor versions older.
   */
  image: Input<string>;
  /**
   * Address of the API server that every node reaches, such as `https://10.0.0.1:6443`. Not that of Service `kubernetes`,
   * which only answers once kube-proxy runs.
   */
  apiServer: Input<string>;
}

/** How kube-proxy is restarted after a change. Plain numbers. */
export interface KubeProxyRestartArgs {
  /** Seconds `up` waits for all nodes, one after the other. A whole number from 60 to 86400; default 1800. */
  timeout?: number;
  /**
   * Seconds a new kube-proxy must run before the next node follows, so that one that ends soon stops the restart at the
   * first node. A whole number from 0 to 600; default: as the DaemonSet says, which is 0 under kubeadm.
   */
  minReadySeconds?: number;
}
