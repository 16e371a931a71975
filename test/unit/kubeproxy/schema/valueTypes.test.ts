import { testAccepted, testRefused } from "../verdict.js";

const DURATION = 'is not a Go duration; use text such as "30s", "1m30s" or "1h"';
const FRACTION = "has a fraction of a second, which kube-proxy drops; use whole seconds";
const CIDR = 'is not a CIDR; use one such as "10.0.0.0/8"';
const PAIR =
  'is neither a CIDR nor a pair of an IPv4 CIDR and an IPv6 CIDR; use one such as "10.244.0.0/16", or a pair such as "10.244.0.0/16,fd00::/48"';
const METRICS =
  'is not an IP address with or without a port; use one such as "127.0.0.1:10249" or "[::1]:10249"';
const HEALTHZ =
  'is not an IP address with or without a port; use one such as "0.0.0.0:10256" or "[::1]:10256"';
const OPEN =
  "metricsBindAddress: serves metrics and the configuration without authentication on all interfaces of every node; restrict access with a firewall, or use 127.0.0.1";

testRefused("a value:", {
  "a duration as a number": [{ iptables: { syncPeriod: 30 } }, [`iptables.syncPeriod: 30 ${DURATION}`]],
  "a duration without a unit": [
    { iptables: { syncPeriod: "30" } },
    [`iptables.syncPeriod: "30" ${DURATION}`],
  ],
  "a duration in words": [{ configSyncPeriod: "5 seconds" }, [`configSyncPeriod: "5 seconds" ${DURATION}`]],
  "a duration in days": [
    { conntrack: { tcpEstablishedTimeout: "1d" } },
    ['conntrack.tcpEstablishedTimeout: "1d" is not a Go duration; Go has no unit for days; use hours'],
  ],
  "a negative duration": [{ ipvs: { minSyncPeriod: "-5s" } }, ['ipvs.minSyncPeriod: "-5s" is negative']],
  "null for a duration": [
    { ipvs: { tcpTimeout: null } },
    ["ipvs.tcpTimeout: null is not a value; remove the field to keep kube-proxy's default"],
  ],
  "a period of 0": [
    { configSyncPeriod: "0s" },
    [
      'configSyncPeriod: "0s" does not disable it: kube-proxy reads 0 as its default 15m; use a value above 0, or remove the field',
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
    [
      'conntrack.maxPerCore: "0" is text, not a number; give a whole number from 0 to 2147483647, which requireNumber reads from the configuration',
    ],
  ],
  "qps that is no number": [
    { clientConnection: { qps: Number.NaN } },
    ["clientConnection.qps: NaN is not a number"],
  ],
  "a boolean as text": [
    { ipvs: { strictARP: "true" } },
    ['ipvs.strictARP: "true" is not a boolean; remove the quotes'],
  ],
  "a boolean as a number": [
    { enableProfiling: 1 },
    ["enableProfiling: 1 is not a boolean; use true or false"],
  ],
  "text as a number": [{ hostnameOverride: 5 }, ["hostnameOverride: 5 is not text"]],
  "a feature gate as text": [
    { featureGates: { KubeProxyIPVS: "true" } },
    ['featureGates.KubeProxyIPVS: "true" is not a boolean; remove the quotes'],
  ],
  "feature gates in one text": [
    { featureGates: "A=true" },
    ['featureGates: "A=true" is not an object; use names with their values'],
  ],
  "a CIDR with a prefix too long": [
    { ipvs: { excludeCIDRs: ["10.0.0.0/8", "10.0.0.0/33"] } },
    [`ipvs.excludeCIDRs[1]: "10.0.0.0/33" ${CIDR}`],
  ],
  "addresses for CIDRs": [
    { ipvs: { excludeCIDRs: ["10.0.0.1", "fd00::1"] } },
    [
      'ipvs.excludeCIDRs[0]: "10.0.0.1" is not a CIDR; for this address alone, use "10.0.0.1/32"',
      'ipvs.excludeCIDRs[1]: "fd00::1" is not a CIDR; for this address alone, use "fd00::1/128"',
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
      `nodePortAddresses[1]: is missing; use one such as "10.0.0.0/8"`,
    ],
  ],
  "primary where a CIDR belongs": [
    { ipvs: { excludeCIDRs: ["primary"] } },
    [`ipvs.excludeCIDRs[0]: "primary" ${CIDR}`],
  ],
  "a pair with a space": [
    { clusterCIDR: "10.244.0.0/16, fd00::/48" },
    ['clusterCIDR: "10.244.0.0/16, fd00::/48" has a space; write the pair without one'],
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
    ['healthzBindAddress: "" does not disable it: kube-proxy reads empty text as its default 0.0.0.0:10256'],
  ],
  "an address with a port where none belongs": [
    { bindAddress: "10.0.0.1:80" },
    ['bindAddress: "10.0.0.1:80" is not an IP address; use one such as "0.0.0.0"'],
  ],
  "a mode of detection in lower case": [
    { detectLocalMode: "clusterCIDR" },
    [
      'detectLocalMode: "clusterCIDR" is not one of ClusterCIDR, NodeCIDR, BridgeInterface, InterfaceNamePrefix; did you mean "ClusterCIDR"?',
    ],
  ],
  "a patch version": [
    { showHiddenMetricsForVersion: "1.35.1" },
    ['showHiddenMetricsForVersion: "1.35.1" is not a minor version of Kubernetes; use text such as "1.35"'],
  ],
  "options of the log that are no object": [
    { logging: { options: [] } },
    ["logging.options: [] is not an object"],
  ],
});

testAccepted("a value:", {
  "metrics on all interfaces": [{ metricsBindAddress: "0.0.0.0" }, [OPEN]],
  "metrics on all interfaces of IPv6": [{ metricsBindAddress: "[0::0]:10249" }, [OPEN]],
  "metrics on one interface": [{ metricsBindAddress: "10.0.0.1:10249" }, []],
  "health on all interfaces": [{ healthzBindAddress: "0.0.0.0:10256" }, []],
  "0 where it leaves the system's value": [{ conntrack: { maxPerCore: 0, tcpEstablishedTimeout: "0s" } }, []],
  "pod addresses of both families": [{ clusterCIDR: "10.244.0.0/16,fd00::/48" }, []],
});
