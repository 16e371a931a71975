import type { Input } from "@pulumi/pulumi";
import type { IpvsScheduler, UnsafeIpvsScheduler } from "./schema/schedulers.js";

/** Options of mode ipvs; in another mode each of them has no effect, which a warning says. */
export interface IpvsArgs {
  /**
   * How the pod of a new connection is chosen, on every node and for every Service alike.
   *
   * kube-proxy gives each endpoint weight 1, so `wrr` is `rr` and `wlc` is `lc`. `rr` and `lc` spread connections evenly;
   * `sed` and `nq` only concurrent ones; `dh`, `sh` and `mh` refuse some new connections while a pod drains. A Service
   * with session affinity keeps a client on its pod whatever the scheduler. Refused when Linux has no such scheduler,
   * since kube-proxy would take the name and then exit, and, but for `allowUnsafeScheduler`, when it loses connections.
   * @default `rr`
   */
  scheduler?: Input<IpvsScheduler | UnsafeIpvsScheduler>;
  /**
   * Whether nodes answer ARP only for addresses of the interface that is asked; MetalLB in layer 2 mode and kube-vip need it.
   *
   * Sets `arp_ignore` 1 and `arp_announce` 2 on each node. Going back to false does not reset them: restart the nodes.
   * @default `false`
   */
  strictARP?: Input<boolean>;
  /**
   * Virtual servers of other programs, as CIDRs, that kube-proxy leaves alone.
   *
   * They are not spared by `kube-proxy --cleanup` or by a change to mode nftables. Refused unless each is a CIDR.
   * @default `[]`
   */
  excludeCIDRs?: Input<Input<string>[]>;
  /**
   * Time after which all rules are written again, changed or not. A Go duration above 0, not below `minSyncPeriod`.
   * @default `30s`
   */
  syncPeriod?: Input<string>;
  /**
   * Least time between two changes of the rules. A Go duration from 0, not above `syncPeriod`; 0 means at once.
   * @default `0s`
   */
  minSyncPeriod?: Input<string>;
  /**
   * Time an idle TCP connection is remembered. A Go duration of whole seconds; `0s` leaves the system's value.
   * @default `0s`
   */
  tcpTimeout?: Input<string>;
  /**
   * Time a TCP connection is remembered after its FIN. A Go duration of whole seconds; `0s` leaves the system's value.
   * @default `0s`
   */
  tcpFinTimeout?: Input<string>;
  /**
   * Time an idle UDP flow is remembered. A Go duration of whole seconds; `0s` leaves the system's value.
   * @default `0s`
   */
  udpTimeout?: Input<string>;
}

/** Options of mode iptables; `masqueradeBit` and `masqueradeAll` are used by mode ipvs too. */
export interface IptablesArgs {
  /**
   * Bit of the packet mark that asks for source address translation. A whole number from 0 to 31; modes iptables and ipvs.
   * @default `14`
   */
  masqueradeBit?: Input<number>;
  /**
   * Whether all traffic to cluster addresses has its source translated. Modes iptables and ipvs.
   * @default `false`
   */
  masqueradeAll?: Input<boolean>;
  /**
   * Whether NodePorts answer on 127.0.0.1 too. IPv4 only.
   * @default `true`
   */
  localhostNodePorts?: Input<boolean>;
  /**
   * Time after which the rules are looked through again. A Go duration above 0, not below `minSyncPeriod`.
   * @default `30s`
   */
  syncPeriod?: Input<string>;
  /**
   * Least time between two changes of the rules. A Go duration not above `syncPeriod`; 0 is read as the default.
   *
   * Raise it only when `kubeproxy_sync_proxy_rules_duration_seconds` is far above a second: changes of endpoints wait for it.
   * @default `1s`
   */
  minSyncPeriod?: Input<string>;
}

/** Options of mode nftables; in another mode each of them has no effect, which a warning says. */
export interface NftablesArgs {
  /**
   * Bit of the packet mark that asks for source address translation. A whole number from 0 to 31.
   * @default `14`
   */
  masqueradeBit?: Input<number>;
  /**
   * Whether all traffic to cluster addresses has its source translated.
   * @default `false`
   */
  masqueradeAll?: Input<boolean>;
  /**
   * Time after which the rules are looked through again. A Go duration above 0, not below `minSyncPeriod`.
   * @default `30s`
   */
  syncPeriod?: Input<string>;
  /**
   * Least time between two changes of the rules. A Go duration not above `syncPeriod`; 0 is read as the default.
   * @default `1s`
   */
  minSyncPeriod?: Input<string>;
}

/** Limits of the kernel's connection tracking, which kube-proxy sets on each node in every mode. */
export interface ConntrackArgs {
  /**
   * Connections tracked per CPU core. A whole number from 0; 0 leaves the system's limit.
   *
   * Nodes that are containers themselves, as in kind, need 0: the limit is read-only there and kube-proxy would exit.
   * @default `32768`
   */
  maxPerCore?: Input<number>;
  /**
   * Least number of connections tracked, whatever the number of cores. A whole number from 0.
   * @default `131072`
   */
  min?: Input<number>;
  /**
   * Time an idle open TCP connection is tracked. A Go duration of whole seconds; `0s` leaves the system's value.
   * @default `24h`
   */
  tcpEstablishedTimeout?: Input<string>;
  /**
   * Time a half-closed TCP connection is tracked. A Go duration of whole seconds; `0s` leaves the system's value.
   * @default `1h`
   */
  tcpCloseWaitTimeout?: Input<string>;
  /**
   * Whether packets outside the TCP window are let through.
   *
   * Mode nftables has no other remedy against connections that are reset for such a packet; mode iptables drops it.
   * @default `false`
   */
  tcpBeLiberal?: Input<boolean>;
  /**
   * Time an unanswered UDP flow is tracked. A Go duration of whole seconds; `0s` leaves the system's value.
   * @default `0s`
   */
  udpTimeout?: Input<string>;
  /**
   * Time an answered UDP flow is tracked. A Go duration of whole seconds; `0s` leaves the system's value.
   * @default `0s`
   */
  udpStreamTimeout?: Input<string>;
}

/** What `detectLocalMode` looks for. */
export interface DetectLocalArgs {
  /**
   * Bridge from which local traffic comes. Required by `detectLocalMode` BridgeInterface, without effect in others.
   * @default none
   */
  bridgeInterface?: Input<string>;
  /**
   * Beginning of the names of interfaces with local traffic. Required by `detectLocalMode` InterfaceNamePrefix, without
   * effect in others.
   * @default none
   */
  interfaceNamePrefix?: Input<string>;
}

/** How kube-proxy speaks to the API server. */
export interface ClientConnectionArgs {
  /**
   * File with the way to the API server, as kube-proxy's container sees it. Without it the service account is used.
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
   * Requests per second to the API server, on average. A number; negative means no limit, 0 is read as the default.
   * @default `5`
   */
  qps?: Input<number>;
  /**
   * Requests to the API server that may come at once. A whole number from 0; 0 is read as the default.
   * @default `10`
   */
  burst?: Input<number>;
}

/** How kube-proxy writes its log. */
export interface LoggingArgs {
  /**
   * Form of the log: lines of text, or of JSON.
   * @default `text`
   */
  format?: Input<"text" | "json">;
  /**
   * Longest time a line of the log stays in memory. A Go duration; 0 is read as the default.
   * @default `5s`
   */
  flushFrequency?: Input<string>;
  /**
   * Detail of the log. A whole number from 0; more is more.
   * @default `0`
   */
  verbosity?: Input<number>;
  /**
   * Verbosity of single source files. Refused with `format` json.
   * @default `[]`
   */
  vmodule?: Input<Input<{ filePattern: Input<string>; verbosity: Input<number> }>[]>;
  /**
   * Options of the formats, for use with feature gate LoggingAlphaOptions. Not checked further.
   * @default `{}`
   */
  options?: Input<Record<string, unknown>>;
}
