import { describe, expect, test } from "vitest";
import { refusals, verdictOn } from "./verdict.js";

// A case is one change of good arguments and every line it is refused with. A value of a single field belongs into the
// part of its type, a rule between fields into the last part, a scheduler into schedulers.test.ts.
type Cases = Record<string, [change: object, lines: string[]]>;

const MODES = 'give "iptables", "ipvs" or "nftables"';
const REQUIRED = `is required, because the default of kube-proxy changes from iptables to nftables in 1.40; ${MODES}`;
const DURATION = 'is not a Go duration; give text such as "30s", "1m30s" or "1h"';
const FRACTION = "has a fraction of a second, which kube-proxy cuts off; give whole seconds";
const CIDR = 'is not a CIDR; give one such as "10.0.0.0/8"';
const NO_FIELD = "kube-proxy has no such field; it would only log that and go on without it";
const PAIR =
  'is not a CIDR, nor a pair of an IPv4 and an IPv6 one; give one such as "10.244.0.0/16", or a pair such as "10.244.0.0/16,fd00::/48"';
const METRICS =
  'is not an IP address with or without a port; give one such as "127.0.0.1:10249" or "[::1]:10249"';
const HEALTHZ =
  'is not an IP address with or without a port; give one such as "0.0.0.0:10256" or "[::1]:10256"';

const OPTIONS: Cases = {
  "mode in capitals": [
    { mode: "IPVS" },
    ['mode: "IPVS" is not a mode of kube-proxy (iptables, ipvs, nftables); did you mean "ipvs"?'],
  ],
  "mode with a space": [
    { mode: "ipvs " },
    ['mode: "ipvs " is not a mode of kube-proxy (iptables, ipvs, nftables); did you mean "ipvs"?'],
  ],
  "mode that is no word": [{ mode: 5 }, ["mode: 5 is not a mode of kube-proxy (iptables, ipvs, nftables)"]],
  "mode userspace": [{ mode: "userspace" }, [`mode: "userspace" was removed in Kubernetes 1.26; ${MODES}`]],
  "mode kernelspace": [
    { mode: "kernelspace" },
    [`mode: "kernelspace" is the mode of Windows nodes, which this component does not configure; ${MODES}`],
  ],
  "mode missing": [{ mode: undefined }, [`mode: ${REQUIRED}`]],
  "mode empty": [{ mode: "" }, [`mode: ${REQUIRED}`]],
  "manage missing": [
    { manage: undefined },
    ['manage: is required; give "create", for a ConfigMap of its own'],
  ],
  "manage patch": [
    { manage: "patch" },
    ['manage: "patch" is not a way to manage the ConfigMap; give "create", for a ConfigMap of its own'],
  ],
  "allowUnsafeScheduler as text": [
    { allowUnsafeScheduler: "true" },
    ["allowUnsafeScheduler: is not a boolean; give true or false, plain"],
  ],
  "target as text": [{ target: "kube-system" }, ["target: is not a plain object; give one of plain names"]],
  "target.configmapName": [
    { target: { configmapName: "kube-proxy" } },
    ['target.configmapName: is not an argument; did you mean "configMapName"?'],
  ],
  "target names that Kubernetes refuses": [
    { target: { namespace: "kube.system", configMapName: "Kube", configMapKey: "a/b" } },
    [
      `target.configMapKey: "a/b" is not a ConfigMap's key; use at most 253 letters, digits, -, _ and .`,
      `target.configMapName: "Kube" is not a ConfigMap's name; use at most 253 lower-case letters, digits, - and .`,
      `target.namespace: "kube.system" is not a namespace's name; use at most 63 lower-case letters, digits and -`,
    ],
  ],
  "a label's value that is no text": [
    { labels: { tier: 5 } },
    [
      'labels["tier"]: 5 cannot be a label\'s value; use at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit',
    ],
  ],
};

const KEYS: Cases = {
  "scheduler at the top": [{ scheduler: "rr" }, [`scheduler: ${NO_FIELD}; did you mean "ipvs.scheduler"?`]],
  "ipvs.schedular": [
    { ipvs: { schedular: "rr" } },
    [`ipvs.schedular: ${NO_FIELD}; did you mean "ipvs.scheduler"?`],
  ],
  "ipvs.masqueradeBit in mode ipvs": [
    { mode: "ipvs", ipvs: { masqueradeBit: 3 } },
    [`ipvs.masqueradeBit: ${NO_FIELD}; did you mean "iptables.masqueradeBit"?`],
  ],
  "masqueradeBit at the top in mode nftables": [
    { mode: "nftables", masqueradeBit: 3 },
    [`masqueradeBit: ${NO_FIELD}; did you mean "nftables.masqueradeBit"?`],
  ],
  "strictArp at the top": [{ strictArp: true }, [`strictArp: ${NO_FIELD}; did you mean "ipvs.strictARP"?`]],
  "a section in a section": [
    { ipvs: { conntrack: {} } },
    [`ipvs.conntrack: ${NO_FIELD}; did you mean "conntrack"?`],
  ],
  lables: [{ lables: {} }, [`lables: ${NO_FIELD}; did you mean "labels"?`]],
  "namespace at the top": [{ namespace: "x" }, [`namespace: ${NO_FIELD}; did you mean "target.namespace"?`]],
  "a word like none": [{ elephants: 5 }, [`elephants: ${NO_FIELD}`]],
  "the name of a method": [{ ipvs: { toString: 5 } }, [`ipvs.toString: ${NO_FIELD}`]],
  "what kubectl prints around the fields": [
    { apiVersion: "v1", kind: "x", metadata: {} },
    [
      "apiVersion: is written by this component; leave it out",
      "kind: is written by this component; leave it out",
      "metadata: is no part of the file, and kube-proxy ignores it; leave it out",
    ],
  ],
  udpIdleTimeout: [
    { udpIdleTimeout: "1s" },
    ["udpIdleTimeout: was removed in Kubernetes 1.26; leave it out"],
  ],
  "a section that is a list": [
    { ipvs: ["rr"] },
    ["ipvs: is not an object; give a plain object; the fields in it may be Outputs"],
  ],
};

const VALUES: Cases = {
  "a duration as a number": [{ iptables: { syncPeriod: 30 } }, [`iptables.syncPeriod: 30 ${DURATION}`]],
  "a duration without a unit": [
    { iptables: { syncPeriod: "30" } },
    [`iptables.syncPeriod: "30" ${DURATION}`],
  ],
  "a duration in words": [{ configSyncPeriod: "5 seconds" }, [`configSyncPeriod: "5 seconds" ${DURATION}`]],
  "a duration in days": [
    { conntrack: { tcpEstablishedTimeout: "1d" } },
    ['conntrack.tcpEstablishedTimeout: "1d" is not a Go duration; Go has no unit for days, so give hours'],
  ],
  "a negative duration": [{ ipvs: { minSyncPeriod: "-5s" } }, ['ipvs.minSyncPeriod: "-5s" is negative']],
  "null for a duration": [
    { ipvs: { tcpTimeout: null } },
    ["ipvs.tcpTimeout: null is no value; leave the field out to keep kube-proxy's default"],
  ],
  "a period of 0": [
    { configSyncPeriod: "0s" },
    [
      'configSyncPeriod: "0s" does not turn it off: kube-proxy reads 0 as its default 15m; give more than 0, or leave the field out',
    ],
  ],
  "fractions of a second": [
    { ipvs: { tcpTimeout: "500ms" }, conntrack: { udpTimeout: "1.5s" } },
    [`conntrack.udpTimeout: "1.5s" ${FRACTION}`, `ipvs.tcpTimeout: "500ms" ${FRACTION}`],
  ],
  "a bit above 31": [
    { iptables: { masqueradeBit: 32 } },
    ["iptables.masqueradeBit: 32 is not in range; give a whole number from 0 to 31"],
  ],
  "a bit below 0": [
    { nftables: { masqueradeBit: -1 } },
    ["nftables.masqueradeBit: -1 is not in range; give a whole number from 0 to 31"],
  ],
  "an OOM score out of range": [
    { oomScoreAdj: -1001 },
    ["oomScoreAdj: -1001 is not in range; give a whole number from -1000 to 1000"],
  ],
  "a count below 0, and one with a fraction": [
    { conntrack: { maxPerCore: -1, min: 0.5 } },
    [
      "conntrack.maxPerCore: -1 is not in range; give a whole number from 0 to 2147483647",
      "conntrack.min: 0.5 is not in range; give a whole number from 0 to 2147483647",
    ],
  ],
  "a count beyond 32 bits": [
    { conntrack: { min: 2 ** 31 } },
    ["conntrack.min: 2147483648 is not in range; give a whole number from 0 to 2147483647"],
  ],
  "a count as text": [
    { conntrack: { maxPerCore: "0" } },
    ['conntrack.maxPerCore: "0" is not in range; give a whole number from 0 to 2147483647'],
  ],
  "qps that is no number": [
    { clientConnection: { qps: Number.NaN } },
    ["clientConnection.qps: NaN is not a number"],
  ],
  "a boolean as text": [
    { ipvs: { strictARP: "true" } },
    ['ipvs.strictARP: "true" is not a boolean; leave out the quotes'],
  ],
  "a boolean as a number": [
    { enableProfiling: 1 },
    ["enableProfiling: 1 is not a boolean; give true or false"],
  ],
  "text as a number": [{ hostnameOverride: 5 }, ["hostnameOverride: 5 is not text"]],
  "a feature gate as text": [
    { featureGates: { KubeProxyIPVS: "true" } },
    ['featureGates.KubeProxyIPVS: "true" is not a boolean; leave out the quotes'],
  ],
  "feature gates in one text": [
    { featureGates: "A=true" },
    ['featureGates: "A=true" is not an object; give names with their values'],
  ],
  "a CIDR with a prefix too long": [
    { ipvs: { excludeCIDRs: ["10.0.0.0/8", "10.0.0.0/33"] } },
    [`ipvs.excludeCIDRs[1]: "10.0.0.0/33" ${CIDR}`],
  ],
  "addresses for CIDRs": [
    { ipvs: { excludeCIDRs: ["10.0.0.1", "fd00::1"] } },
    [
      'ipvs.excludeCIDRs[0]: "10.0.0.1" is not a CIDR; for this address alone give "10.0.0.1/32"',
      'ipvs.excludeCIDRs[1]: "fd00::1" is not a CIDR; for this address alone give "fd00::1/128"',
    ],
  ],
  "one CIDR for a list": [
    { ipvs: { excludeCIDRs: "10.0.0.0/8" } },
    ['ipvs.excludeCIDRs: "10.0.0.0/8" is not a list; put it in [ ]'],
  ],
  "node port addresses by name": [
    { nodePortAddresses: ["localhost", undefined] },
    [
      `nodePortAddresses[0]: "localhost" ${CIDR}`,
      `nodePortAddresses[1]: is missing; give one such as "10.0.0.0/8"`,
    ],
  ],
  "primary where a CIDR belongs": [
    { ipvs: { excludeCIDRs: ["primary"] } },
    [`ipvs.excludeCIDRs[0]: "primary" ${CIDR}`],
  ],
  "a pair with a space": [
    { clusterCIDR: "10.244.0.0/16, fd00::/48" },
    ['clusterCIDR: "10.244.0.0/16, fd00::/48" has a space; kube-proxy takes a pair without one'],
  ],
  "a pair of one family": [
    { clusterCIDR: "10.0.0.0/16,10.1.0.0/16" },
    [`clusterCIDR: "10.0.0.0/16,10.1.0.0/16" ${PAIR}`],
  ],
  "a pair with half of it wrong": [
    { clusterCIDR: "10.0.0.0/16,x" },
    [`clusterCIDR: "10.0.0.0/16,x" ${PAIR}`],
  ],
  "an address for a CIDR": [{ clusterCIDR: "10.0.0.1" }, [`clusterCIDR: "10.0.0.1" ${PAIR}`]],
  "no CIDR": [{ clusterCIDR: "" }, [`clusterCIDR: "" ${PAIR}`]],
  "a host name to bind": [
    { metricsBindAddress: "localhost:10249" },
    [`metricsBindAddress: "localhost:10249" ${METRICS}`],
  ],
  "a port alone": [{ metricsBindAddress: ":10249" }, [`metricsBindAddress: ":10249" ${METRICS}`]],
  "port 0": [{ healthzBindAddress: "0.0.0.0:0" }, [`healthzBindAddress: "0.0.0.0:0" ${HEALTHZ}`]],
  "a port beyond 16 bits": [
    { healthzBindAddress: "[::]:65536" },
    [`healthzBindAddress: "[::]:65536" ${HEALTHZ}`],
  ],
  "an address left empty to turn it off": [
    { healthzBindAddress: "" },
    ['healthzBindAddress: "" does not turn it off: kube-proxy reads it as its default 0.0.0.0:10256'],
  ],
  "an address with a port where none belongs": [
    { bindAddress: "10.0.0.1:80" },
    ['bindAddress: "10.0.0.1:80" is not an IP address; give one such as "0.0.0.0"'],
  ],
  "a mode of detection in lower case": [
    { detectLocalMode: "clusterCIDR" },
    [
      'detectLocalMode: "clusterCIDR" is not one of ClusterCIDR, NodeCIDR, BridgeInterface, InterfaceNamePrefix; did you mean "ClusterCIDR"?',
    ],
  ],
  "a patch version": [
    { showHiddenMetricsForVersion: "1.35.1" },
    ['showHiddenMetricsForVersion: "1.35.1" is not a minor version of Kubernetes; give text such as "1.35"'],
  ],
  "options of the log that are no object": [
    { logging: { options: [] } },
    ["logging.options: [] is not an object"],
  ],
};

const circle: Record<string, unknown> = {};
circle.round = circle;

const EXTRA: Cases = {
  "extraConfig as text": [
    { extraConfig: "mode: ipvs" },
    ["extraConfig: is not a plain object; give one; values in it may be Outputs"],
  ],
  "mode, kind and version in extraConfig": [
    { extraConfig: { mode: "ipvs", kind: "x", apiVersion: "y" } },
    [
      "extraConfig.apiVersion: is written by this component; leave it out",
      "extraConfig.kind: is written by this component; leave it out",
      "extraConfig.mode: cannot be set here; set mode itself",
    ],
  ],
  "a known field in extraConfig": [
    { extraConfig: { conntrack: { min: -1 } } },
    ["extraConfig.conntrack.min: -1 is not in range; give a whole number from 0 to 2147483647"],
  ],
  "what YAML cannot hold": [
    { extraConfig: { a: [() => 1], b: { c: null }, d: new Date(0), e: 5n } },
    [
      "extraConfig.a[0]: a function cannot be written to the file; give text, numbers, true, false, lists and objects of them",
      "extraConfig.b.c: null is no value; leave it out",
      'extraConfig.d: "1970-01-01T00:00:00.000Z" cannot be written to the file; give text, numbers, true, false, lists and objects of them',
      "extraConfig.e: 5n cannot be written to the file; give text, numbers, true, false, lists and objects of them",
    ],
  ],
  "what refers to itself": [
    { extraConfig: { circle } },
    ["extraConfig.circle.round: refers to itself, which cannot be written to the file"],
  ],
};

const BETWEEN: Cases = {
  "a least time above the period": [
    { ipvs: { syncPeriod: "5s", minSyncPeriod: "10s" } },
    ['ipvs.minSyncPeriod: "10s" is above ipvs.syncPeriod "5s"; lower it, or raise the other'],
  ],
  "a least time above the default of the period": [
    { nftables: { minSyncPeriod: "1m" } },
    [
      'nftables.minSyncPeriod: "1m" is above nftables.syncPeriod, whose default is 30s; lower it, or raise the other',
    ],
  ],
  "a period below the default of the least time": [
    { iptables: { syncPeriod: "500ms" } },
    [
      'iptables.syncPeriod: "500ms" is below iptables.minSyncPeriod, whose default is 1s; set iptables.minSyncPeriod too',
    ],
  ],
  "a period that extraConfig lowers": [
    {
      iptables: { minSyncPeriod: "20s", syncPeriod: "1m" },
      extraConfig: { iptables: { syncPeriod: "10s" } },
    },
    ['iptables.minSyncPeriod: "20s" is above iptables.syncPeriod "10s"; lower it, or raise the other'],
  ],
  "primary beside CIDRs": [
    { nodePortAddresses: ["10.0.0.0/8", "primary"] },
    [
      'nodePortAddresses: ["10.0.0.0/8","primary"] combines "primary" with others, and kube-proxy takes it only alone',
    ],
  ],
  "no interface to look for": [
    { detectLocalMode: "BridgeInterface", detectLocal: { interfaceNamePrefix: "cali" } },
    ['detectLocal.bridgeInterface: is required by detectLocalMode "BridgeInterface"'],
  ],
  "an empty prefix to look for": [
    { detectLocalMode: "InterfaceNamePrefix", detectLocal: { interfaceNamePrefix: "" } },
    ['detectLocal.interfaceNamePrefix: is required by detectLocalMode "InterfaceNamePrefix"'],
  ],
  "verbosity by file in a log of JSON": [
    { logging: { format: "json", vmodule: [{ filePattern: "a", verbosity: 3 }] } },
    ['logging.vmodule: is for the text format only, and logging.format is "json"'],
  ],
};

describe("refused is", () => {
  const cases = Object.entries({ ...OPTIONS, ...KEYS, ...VALUES, ...EXTRA, ...BETWEEN });
  test.each(cases.map(([name, [change, lines]]) => ({ name, change, lines })))(
    "$name",
    ({ change, lines }) => {
      expect(refusals(change)).toEqual(lines);
    },
  );

  test.each([[undefined], [null], [5], [[]]])("%j in place of the arguments", (args) => {
    expect(verdictOn(args).refused).toEqual([
      'manage: is required; give "create", for a ConfigMap of its own',
      `mode: ${REQUIRED}`,
    ]);
  });

  test("everything at once, sorted by path", () => {
    const change = { mode: "ipvss", clusterCIDR: "x", ipvs: { scheduler: "RR", syncPeriod: 5 }, zoo: 1 };
    expect(refusals(change).map((line) => line.split(":")[0])).toEqual([
      "clusterCIDR",
      "ipvs.scheduler",
      "ipvs.syncPeriod",
      "mode",
      "zoo",
    ]);
  });
});
