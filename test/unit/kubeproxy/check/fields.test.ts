import { testAccepted, testRefused } from "../verdict.js";

const NO_FIELD = "is not a field of kube-proxy, which would only log it and ignore it";
const DEPRECATED =
  "mode: ipvs is deprecated since Kubernetes 1.35 and off by default from 1.40; nftables is its successor";
const UNKNOWN = "is not a known field, and kube-proxy ignores unknown fields";

testRefused("a key:", {
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
  "a name that is near one of its own section and of others": [
    { ipvs: { synPeriod: "1s" } },
    [`ipvs.synPeriod: ${NO_FIELD}; did you mean "ipvs.syncPeriod"?`],
  ],
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
      "apiVersion: is written by this component; remove it",
      "kind: is written by this component; remove it",
      "metadata: is not part of the file, and kube-proxy ignores it; remove it",
    ],
  ],
  udpIdleTimeout: [{ udpIdleTimeout: "1s" }, ["udpIdleTimeout: was removed in Kubernetes 1.26; remove it"]],
  "a section that is a list": [
    { ipvs: ["rr"] },
    ["ipvs: is not an object; use a plain object; its fields may be Outputs"],
  ],
});

const circle: Record<string, unknown> = {};
circle.round = circle;

testRefused("extraConfig:", {
  "extraConfig as text": [
    { extraConfig: "mode: ipvs" },
    ["extraConfig: is not a plain object; use one; its values may be Outputs"],
  ],
  "mode, kind and version in extraConfig": [
    { extraConfig: { mode: "ipvs", kind: "x", apiVersion: "y" } },
    [
      "extraConfig.apiVersion: is written by this component; remove it",
      "extraConfig.kind: is written by this component; remove it",
      "extraConfig.mode: cannot be set here; use the argument mode",
    ],
  ],
  "a known field in extraConfig": [
    { extraConfig: { conntrack: { min: -1 } } },
    ["extraConfig.conntrack.min: -1 is not in range; give a whole number from 0 to 2147483647"],
  ],
  "what YAML cannot hold": [
    { extraConfig: { a: [() => 1], b: { c: null }, d: new Date(0), e: 5n } },
    [
      "extraConfig.a[0]: a function cannot be written to the file; use text, numbers, true, false, and lists and objects of them",
      "extraConfig.b.c: null is not a value; remove it",
      'extraConfig.d: "1970-01-01T00:00:00.000Z" cannot be written to the file; use text, numbers, true, false, and lists and objects of them',
      "extraConfig.e: 5n cannot be written to the file; use text, numbers, true, false, and lists and objects of them",
    ],
  ],
  "what refers to itself": [
    { extraConfig: { circle } },
    ["extraConfig.circle.round: refers to itself, which cannot be written to the file"],
  ],
});

testAccepted("a key:", {
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
      "extraConfig.conntrack.max: was removed from kube-proxy; conntrack.maxPerCore replaces it",
      "extraConfig.winkernel: is for Windows nodes, which this component does not configure",
    ],
  ],
  "what is not set": [{ ipvs: { scheduler: undefined }, clusterCIDR: undefined, extraConfig: undefined }, []],
});
