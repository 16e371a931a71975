import { testAccepted, testRefused } from "../verdict.js";

const PRIMARY_ONLY =
  'nodePortAddresses: is not set, so NodePorts answer only on each node\'s primary addresses, not on 127.0.0.1; set ["primary"] to confirm it, or the CIDRs on which they must answer';

testRefused("a rule between fields:", {
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
  "a least time of extraConfig above the period, by the path that was given": [
    { ipvs: { syncPeriod: "5s" }, extraConfig: { ipvs: { minSyncPeriod: "10s" } } },
    ['extraConfig.ipvs.minSyncPeriod: "10s" is above ipvs.syncPeriod "5s"; lower it, or raise the other'],
  ],
  "a negative period, once": [
    { iptables: { syncPeriod: "-5s" } },
    ['iptables.syncPeriod: "-5s" is negative'],
  ],
  "primary with CIDRs": [
    { nodePortAddresses: ["10.0.0.0/8", "primary"] },
    [
      'nodePortAddresses: ["10.0.0.0/8","primary"] combines "primary" with others, but kube-proxy accepts it only alone',
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
  "a verbosity by file below 0": [
    { logging: { vmodule: [{ filePattern: "a", verbosity: -1 }] } },
    ["logging.vmodule[0].verbosity: -1 is not in range; give a whole number from 0 to 2147483647"],
  ],
  "verbosity by file in a log of JSON": [
    { logging: { format: "json", vmodule: [{ filePattern: "a", verbosity: 3 }] } },
    ['logging.vmodule: works only with logging.format "text", not "json"'],
  ],
});

testAccepted("a rule between fields:", {
  "mode nftables without node port addresses": [{ mode: "nftables" }, [PRIMARY_ONLY]],
  "mode nftables with none": [{ mode: "nftables", nodePortAddresses: [] }, [PRIMARY_ONLY]],
  "a least time of 0 that has another default": [
    { iptables: { minSyncPeriod: "0s" } },
    ["iptables.minSyncPeriod: 0 does not disable it: kube-proxy reads 0 as its default 1s"],
  ],
  "pod addresses that nobody asks for": [
    { clusterCIDR: "10.244.0.0/16", detectLocalMode: "NodeCIDR" },
    ['clusterCIDR: has no effect with detectLocalMode "NodeCIDR"'],
  ],
  "an interface that nobody asks for": [
    { detectLocal: { bridgeInterface: "cni0" } },
    ['detectLocal.bridgeInterface: has no effect without detectLocalMode "BridgeInterface"'],
  ],
  "mode nftables with its primary addresses": [{ mode: "nftables", nodePortAddresses: ["primary"] }, []],
  "no verbosity by file in a log of JSON": [{ logging: { format: "json", vmodule: [] } }, []],
  "an interface with its mode": [
    { detectLocalMode: "BridgeInterface", detectLocal: { bridgeInterface: "cni0" } },
    [],
  ],
});
