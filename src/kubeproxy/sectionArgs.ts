import type { Input } from "@pulumi/pulumi";
import type { IpvsScheduler, UnsafeIpvsScheduler } from "./schema/schedulers.js";

/** Options of mode ipvs. In another mode none of them has an effect; a warning reports each one. */
export interface IpvsArgs {
  /**
   * How IPVS chooses the pod of a new connection, on every node and for every Service.
   *
   * kube-proxy gives every endpoint weight 1, so `wrr` equals `rr` and `wlc` equals `lc`. `rr` spreads connections
   * evenly. `lc` does so in the end: a new pod first gets all new connections, until it has had as many as the others in two
   * minutes, so a canary gets more than its share at first. `sed` and `nq` spread only concurrent connections. `dh`, `sh` and `mh` refuse some new connections while a pod
   * drains. A Service with session affinity keeps a client on its pod whatever the scheduler.
   *
   * Refused when Linux has no such scheduler, because kube-proxy accepts the name and then exits. Also refused when the
   * scheduler loses connections, unless `allowUnsafeScheduler` is true.
   * @default `rr`
   */
  scheduler?: Input<IpvsScheduler | UnsafeIpvsScheduler>;
  /**
   * Whether a node answers ARP requests only for addresses of the interface that receives them. MetalLB in layer 2 mode
   * and kube-vip need it.
   *
   * Sets `arp_ignore` to 1 and `arp_announce` to 2 on each node. Setting it back to false does not reset them; reboot the
   * nodes.
   * @default `false`
   */
  strictARP?: Input<boolean>;
  /**
   * CIDRs of virtual servers that other programs own. kube-proxy does not change them.
   *
   * `kube-proxy --cleanup` and a change to mode nftables delete them nevertheless. Anything but a CIDR is refused.
   * @default `[]`
   */
  excludeCIDRs?: Input<Input<string>[]>;
  /**
   * Time between two full writes of all rules. A Go duration above 0, at least `minSyncPeriod`.
   * @default `30s`
   */
  syncPeriod?: Input<string>;
  /**
   * Shortest time between two changes of the rules. A Go duration from 0 to `syncPeriod`; 0 writes each change at once.
   * @default `0s`
   */
  minSyncPeriod?: Input<string>;
  /**
   * Time after which an idle TCP connection is forgotten. A Go duration of whole seconds; `0s` keeps the system's value.
   * @default `0s`
   */
  tcpTimeout?: Input<string>;
  /**
   * Time after which a TCP connection is forgotten once it has a FIN. A Go duration of whole seconds; `0s` keeps the
   * system's value.
   * @default `0s`
   */
  tcpFinTimeout?: Input<string>;
  /**
   * Time after which an idle UDP flow is forgotten. A Go duration of whole seconds; `0s` keeps the system's value.
   * @default `0s`
   */
  udpTimeout?: Input<string>;
}

/** Options of mode iptables. Mode ipvs reads `masqueradeBit` and `masqueradeAll` too. */
export interface IptablesArgs {
  /**
   * Bit of the packet mark that requests source address translation. A whole number from 0 to 31. Modes iptables and ipvs.
   * @default `14`
   */
  masqueradeBit?: Input<number>;
  /**
   * Whether kube-proxy translates the source of all traffic to cluster addresses. Modes iptables and ipvs.
   * @default `false`
   */
  masqueradeAll?: Input<boolean>;
  /**
   * Whether NodePorts also answer on 127.0.0.1. IPv4 only.
   * @default `true`
   */
  localhostNodePorts?: Input<boolean>;
  /**
   * Time between two full checks of the rules. A Go duration above 0, at least `minSyncPeriod`.
   * @default `30s`
   */
  syncPeriod?: Input<string>;
  /**
   * Shortest time between two changes of the rules. A Go duration up to `syncPeriod`; kube-proxy reads 0 as the default.
   *
   * Raise it only when `kubeproxy_sync_proxy_rules_duration_seconds` is far above a second, because it delays changes of
   * endpoints.
   * @default `1s`
   */
  minSyncPeriod?: Input<string>;
}

/** Options of mode nftables. In another mode none of them has an effect; a warning reports each one. */
export interface NftablesArgs {
  /**
   * Bit of the packet mark that requests source address translation. A whole number from 0 to 31.
   * @default `14`
   */
  masqueradeBit?: Input<number>;
  /**
   * Whether kube-proxy translates the source of all traffic to cluster addresses.
   * @default `false`
   */
  masqueradeAll?: Input<boolean>;
  /**
   * Time between two full checks of the rules. A Go duration above 0, at least `minSyncPeriod`.
   * @default `30s`
   */
  syncPeriod?: Input<string>;
  /**
   * Shortest time between two changes of the rules. A Go duration up to `syncPeriod`; kube-proxy reads 0 as the default.
   * @default `1s`
   */
  minSyncPeriod?: Input<string>;
}

/** Limits of the kernel's connection tracking, which kube-proxy sets on each node in every mode. */
export interface ConntrackArgs {
  /**
   * Tracked connections per CPU core. A whole number from 0; 0 keeps the system's limit.
   *
   * Nodes that are containers, as in kind, need 0: the limit is read-only there, and kube-proxy exits otherwise.
   * @default `32768`
   */
  maxPerCore?: Input<number>;
  /**
   * Smallest limit of tracked connections, whatever the number of cores. A whole number from 0.
   * @default `131072`
   */
  min?: Input<number>;
  /**
   * Time after which an idle open TCP connection is forgotten. A Go duration of whole seconds; `0s` keeps the system's
   * value.
   * @default `24h`
   */
  tcpEstablishedTimeout?: Input<string>;
  /**
   * Time after which a half-closed TCP connection is forgotten. A Go duration of whole seconds; `0s` keeps the system's
   * value.
   * @default `1h`
   */
  tcpCloseWaitTimeout?: Input<string>;
  /**
   * Whether the kernel accepts packets outside the TCP window.
   *
   * In mode nftables nothing else prevents a connection reset after such a packet. Mode iptables drops the packet.
   * @default `false`
   */
  tcpBeLiberal?: Input<boolean>;
  /**
   * Time after which an unanswered UDP flow is forgotten. A Go duration of whole seconds; `0s` keeps the system's value.
   * @default `0s`
   */
  udpTimeout?: Input<string>;
  /**
   * Time after which an answered UDP flow is forgotten. A Go duration of whole seconds; `0s` keeps the system's value.
   * @default `0s`
   */
  udpStreamTimeout?: Input<string>;
}

/** What `detectLocalMode` looks for. */
export interface DetectLocalArgs {
  /**
   * Bridge that local traffic comes from. Required with `detectLocalMode` BridgeInterface, without effect in other modes.
   * @default none
   */
  bridgeInterface?: Input<string>;
  /**
   * Prefix of the interfaces that local traffic comes from. Required with `detectLocalMode` InterfaceNamePrefix, without
   * effect in other modes.
   * @default none
   */
  interfaceNamePrefix?: Input<string>;
}

/** How kube-proxy connects to the API server. */
export interface ClientConnectionArgs {
  /**
   * Path of the kubeconfig in kube-proxy's container. Without it, kube-proxy uses its service account.
   *
   * Under kubeadm it is `/var/lib/kube-proxy/kubeconfig.conf`.
   * @default none
   */
  kubeconfig?: Input<string>;
  /**
   * Accept header of requests to the API server.
   * @default the contentType
   */
  acceptContentTypes?: Input<string>;
  /**
   * Format of requests to the API server.
   * @default `application/vnd.kubernetes.protobuf`
   */
  contentType?: Input<string>;
  /**
   * Average number of requests per second to the API server. A number; a negative one sets no limit, and kube-proxy reads 0
   * as the default.
   * @default `5`
   */
  qps?: Input<number>;
  /**
   * Largest burst of requests to the API server. A whole number from 0; kube-proxy reads 0 as the default.
   * @default `10`
   */
  burst?: Input<number>;
}

/** How kube-proxy writes its log. */
export interface LoggingArgs {
  /**
   * Format of the log: lines of text or of JSON.
   * @default `text`
   */
  format?: Input<"text" | "json">;
  /**
   * Longest time that a line of the log stays in memory. A Go duration; kube-proxy reads 0 as the default.
   * @default `5s`
   */
  flushFrequency?: Input<string>;
  /**
   * Detail of the log. A whole number from 0; a higher number gives more detail.
   * @default `0`
   */
  verbosity?: Input<number>;
  /**
   * Verbosity by source file. Refused with `format` json.
   * @default `[]`
   */
  vmodule?: Input<Input<VmoduleArgs>[]>;
  /**
   * Options of the log formats, for use with feature gate LoggingAlphaOptions. Not checked further.
   * @default `{}`
   */
  options?: Input<Record<string, unknown>>;
}

/** How much kube-proxy logs from some of its source files. */
export interface VmoduleArgs {
  /** Name of a source file without folder and `.go`, or a pattern for such names. No `,` and no `=`. Required. */
  filePattern: Input<string>;
  /** Detail of the log of these files, as in `verbosity`: a whole number from 0. Required. */
  verbosity: Input<number>;
}
