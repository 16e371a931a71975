import type { KubeProxyMode } from "./modes.js";

/** Type of a field. */
export type FieldType =
  | "boolean"
  | "integer"
  | "number"
  | "name"
  | "word"
  | "minor version"
  | "duration"
  | "period"
  | "seconds"
  | "scheduler"
  | "address"
  | "address and port"
  | "CIDR or pair"
  | "CIDRs"
  | "node port addresses"
  | "gates"
  | "record"
  | "vmodule";

/** One field of kube-proxy's configuration file. The checks, the reference page and the tests of the types read it. */
export interface Field {
  /** Path in the file and in the arguments. */
  readonly path: string;
  readonly type: FieldType;
  /** Default of kube-proxy. */
  readonly default: string;
  /** Smallest and largest number. */
  readonly range?: readonly [number, number];
  /** Allowed words. */
  readonly words?: readonly string[];
  /** Modes in which kube-proxy reads the field. Default: all. */
  readonly modes?: readonly KubeProxyMode[];
  /** First Kubernetes version with the field. Default: 1.17 or older. */
  readonly since?: string;
}

const INT32 = 2 ** 31 - 1;
const BIT = [0, 31] as const;
const COUNT = [0, INT32] as const;
const IPVS = ["ipvs"] as const;
const IPTABLES = ["iptables"] as const;
const IPTABLES_RULES = ["iptables", "ipvs"] as const; // mode ipvs masquerades with iptables rules
const NFTABLES = ["nftables"] as const;

/** Every field of `KubeProxyConfiguration` v1alpha1 for Linux except `mode`, in the order of the file. */
export const FIELDS = [
  { path: "ipvs.scheduler", type: "scheduler", default: "rr", modes: IPVS },
  { path: "ipvs.strictARP", type: "boolean", default: "false", modes: IPVS },
  { path: "ipvs.excludeCIDRs", type: "CIDRs", default: "[]", modes: IPVS },
  { path: "ipvs.syncPeriod", type: "period", default: "30s", modes: IPVS },
  { path: "ipvs.minSyncPeriod", type: "duration", default: "0s", modes: IPVS },
  { path: "ipvs.tcpTimeout", type: "seconds", default: "0s", modes: IPVS, since: "1.18" },
  { path: "ipvs.tcpFinTimeout", type: "seconds", default: "0s", modes: IPVS, since: "1.18" },
  { path: "ipvs.udpTimeout", type: "seconds", default: "0s", modes: IPVS, since: "1.18" },
  { path: "iptables.masqueradeBit", type: "integer", default: "14", range: BIT, modes: IPTABLES_RULES },
  { path: "iptables.masqueradeAll", type: "boolean", default: "false", modes: IPTABLES_RULES },
  { path: "iptables.localhostNodePorts", type: "boolean", default: "true", modes: IPTABLES, since: "1.26" },
  { path: "iptables.syncPeriod", type: "period", default: "30s", modes: IPTABLES },
  { path: "iptables.minSyncPeriod", type: "duration", default: "1s", modes: IPTABLES },
  {
    path: "nftables.masqueradeBit",
    type: "integer",
    default: "14",
    range: BIT,
    modes: NFTABLES,
    since: "1.29",
  },
  { path: "nftables.masqueradeAll", type: "boolean", default: "false", modes: NFTABLES, since: "1.29" },
  { path: "nftables.syncPeriod", type: "period", default: "30s", modes: NFTABLES, since: "1.29" },
  { path: "nftables.minSyncPeriod", type: "duration", default: "1s", modes: NFTABLES, since: "1.29" },
  { path: "conntrack.maxPerCore", type: "integer", default: "32768", range: COUNT },
  { path: "conntrack.min", type: "integer", default: "131072", range: COUNT },
  { path: "conntrack.tcpEstablishedTimeout", type: "seconds", default: "24h" },
  { path: "conntrack.tcpCloseWaitTimeout", type: "seconds", default: "1h" },
  { path: "conntrack.tcpBeLiberal", type: "boolean", default: "false", since: "1.29" },
  { path: "conntrack.udpTimeout", type: "seconds", default: "0s", since: "1.29" },
  { path: "conntrack.udpStreamTimeout", type: "seconds", default: "0s", since: "1.29" },
  {
    path: "nodePortAddresses",
    type: "node port addresses",
    default: "every address of the node; in mode nftables its primary ones",
  },
  { path: "metricsBindAddress", type: "address and port", default: "127.0.0.1:10249" },
  { path: "healthzBindAddress", type: "address and port", default: "0.0.0.0:10256" },
  { path: "bindAddress", type: "address", default: "0.0.0.0" },
  { path: "bindAddressHardFail", type: "boolean", default: "false", since: "1.19" },
  { path: "clusterCIDR", type: "CIDR or pair", default: "none" },
  {
    path: "detectLocalMode",
    type: "word",
    words: ["ClusterCIDR", "NodeCIDR", "BridgeInterface", "InterfaceNamePrefix"],
    default: "ClusterCIDR",
    since: "1.18",
  },
  { path: "detectLocal.bridgeInterface", type: "name", default: "none", since: "1.24" },
  { path: "detectLocal.interfaceNamePrefix", type: "name", default: "none", since: "1.24" },
  { path: "featureGates", type: "gates", default: "{}" },
  { path: "clientConnection.kubeconfig", type: "name", default: "none" },
  { path: "clientConnection.acceptContentTypes", type: "name", default: "the contentType" },
  { path: "clientConnection.contentType", type: "name", default: "application/vnd.kubernetes.protobuf" },
  { path: "clientConnection.qps", type: "number", default: "5" },
  { path: "clientConnection.burst", type: "integer", default: "10", range: COUNT },
  { path: "configSyncPeriod", type: "period", default: "15m" },
  { path: "oomScoreAdj", type: "integer", default: "-999", range: [-1000, 1000] },
  { path: "hostnameOverride", type: "name", default: "the node's host name" },
  { path: "enableProfiling", type: "boolean", default: "false" },
  { path: "showHiddenMetricsForVersion", type: "minor version", default: "none", since: "1.18" },
  { path: "logging.format", type: "word", words: ["text", "json"], default: "text", since: "1.28" },
  { path: "logging.flushFrequency", type: "duration", default: "5s", since: "1.28" },
  { path: "logging.verbosity", type: "integer", default: "0", range: COUNT, since: "1.28" },
  { path: "logging.vmodule", type: "vmodule", default: "[]", since: "1.28" },
  { path: "logging.options", type: "record", default: "{}", since: "1.28" },
] as const satisfies readonly Field[];

/** Path of a field, such as `ipvs.scheduler`. */
export type FieldPath = (typeof FIELDS)[number]["path"];

const byPath = new Map<string, Field>(FIELDS.map((field) => [field.path, field]));

/** The field at `path`; undefined when there is none. */
export function fieldAt(path: string): Field | undefined {
  return byPath.get(path);
}

/** Sections such as `ipvs`: objects that contain fields. */
export const SECTIONS: readonly string[] = [
  ...new Set(FIELDS.flatMap(({ path }) => (path.includes(".") ? [path.slice(0, path.indexOf("."))] : []))),
];
