import { describe, expect, test } from "vitest";
import { GOOD, verdictOn, warnings } from "./verdict.js";

type Cases = Record<string, [change: object, lines: string[]]>;

const DEPRECATED =
  "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40; nftables is its successor";
const PRIMARY_ONLY =
  'nodePortAddresses: not set, so NodePorts answer only on each node\'s primary address, and not on 127.0.0.1; give ["primary"] if that is meant, or the CIDRs where they shall answer';
const OPEN =
  "metricsBindAddress: serves metrics and the configuration without authentication on all interfaces of every node; keep others away with a firewall, or bind 127.0.0.1";
const UNKNOWN = "is unknown here, and kube-proxy ignores what it does not know";

const WARNED: Cases = {
  "mode ipvs": [{ mode: "ipvs" }, [DEPRECATED]],
  "mode nftables without node port addresses": [{ mode: "nftables" }, [PRIMARY_ONLY]],
  "mode nftables with none": [{ mode: "nftables", nodePortAddresses: [] }, [PRIMARY_ONLY]],
  "options of other modes in mode iptables": [
    { ipvs: { strictARP: true, tcpTimeout: "5s" }, nftables: { masqueradeAll: true } },
    [
      "ipvs.strictARP: has no effect in mode iptables",
      "ipvs.tcpTimeout: has no effect in mode iptables",
      "nftables.masqueradeAll: has no effect in mode iptables",
    ],
  ],
  "options of iptables that mode ipvs does not read": [
    {
      mode: "ipvs",
      iptables: { masqueradeBit: 15, masqueradeAll: true, localhostNodePorts: false, syncPeriod: "1m" },
    },
    [
      DEPRECATED,
      "iptables.localhostNodePorts: has no effect in mode ipvs",
      "iptables.syncPeriod: has no effect in mode ipvs",
    ],
  ],
  "options of iptables in mode nftables": [
    { mode: "nftables", nodePortAddresses: ["primary"], iptables: { masqueradeBit: 15 } },
    ["iptables.masqueradeBit: has no effect in mode nftables"],
  ],
  "a least time of 0 that has another default": [
    { iptables: { minSyncPeriod: "0s" } },
    ["iptables.minSyncPeriod: 0 does not turn it off: kube-proxy reads it as its default 1s"],
  ],
  "metrics on all interfaces": [{ metricsBindAddress: "0.0.0.0" }, [OPEN]],
  "metrics on all interfaces of IPv6": [{ metricsBindAddress: "[0::0]:10249" }, [OPEN]],
  "pod addresses that nobody asks for": [
    { clusterCIDR: "10.244.0.0/16", detectLocalMode: "NodeCIDR" },
    ['clusterCIDR: has no effect with detectLocalMode "NodeCIDR"'],
  ],
  "an interface that nobody asks for": [
    { detectLocal: { bridgeInterface: "cni0" } },
    ['detectLocal.bridgeInterface: has no effect without detectLocalMode "BridgeInterface"'],
  ],
  "keys that are unknown in extraConfig": [
    { extraConfig: { ipvs: { schedular: "rr" }, somethingNew: { a: [1] } } },
    [
      `extraConfig.ipvs.schedular: ${UNKNOWN}; did you mean "ipvs.scheduler"?`,
      `extraConfig.somethingNew: ${UNKNOWN}`,
    ],
  ],
  "keys of other days in extraConfig": [
    { extraConfig: { udpIdleTimeout: "1s", conntrack: { max: 1 }, winkernel: {} } },
    [
      "extraConfig.udpIdleTimeout: was removed in Kubernetes 1.26",
      "extraConfig.conntrack.max: was removed from kube-proxy; conntrack.maxPerCore is its successor",
      "extraConfig.winkernel: is for Windows nodes, which this component does not configure",
    ],
  ],
};

const SILENT: Record<string, object> = {
  "mode iptables alone": {},
  "mode nftables with its primary addresses": { mode: "nftables", nodePortAddresses: ["primary"] },
  "metrics on one interface": { metricsBindAddress: "10.0.0.1:10249" },
  "health on all interfaces": { healthzBindAddress: "0.0.0.0:10256" },
  "0 where it leaves the system's value": { conntrack: { maxPerCore: 0, tcpEstablishedTimeout: "0s" } },
  "pod addresses of both families": { clusterCIDR: "10.244.0.0/16,fd00::/48" },
  "an interface with its mode": {
    detectLocalMode: "BridgeInterface",
    detectLocal: { bridgeInterface: "cni0" },
  },
  "what is not set": { ipvs: { scheduler: undefined }, clusterCIDR: undefined, extraConfig: undefined },
};

describe("accepted with a warning is", () => {
  test.each(Object.entries(WARNED).map(([name, [change, lines]]) => ({ name, change, lines })))(
    "$name",
    ({ change, lines }) => {
      expect(warnings(change)).toEqual(lines);
    },
  );
});

test.each(Object.entries(SILENT))("%s is accepted without a word", (_name, change) => {
  expect(verdictOn({ ...GOOD, ...change })).toEqual({ refused: [], warned: [], noted: [] });
});
