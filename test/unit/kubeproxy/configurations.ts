import fc from "fast-check";
import type { KubeProxyConfigArgs } from "../../../src/kubeproxy/args.js";

const seconds = fc.integer({ min: 0, max: 100_000 }).map((count) => `${count}s`);
const durations = fc.oneof(seconds, fc.constantFrom("0s", "1h30m", "1.5s", "250ms", "24h0m0s"));
const count = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const bit = fc.integer({ min: 0, max: 31 });
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,12}$/);
const port = fc.integer({ min: 1, max: 65_535 });
const cidr4 = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, bits]) => `${address}/${bits}`);
const cidr6 = fc
  .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
  .map(([address, bits]) => `${address}/${bits}`);
const cidrs = fc.array(fc.oneof(cidr4, cidr6), { maxLength: 4 });
const addressAndPort = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.tuple(fc.ipV4(), port).map(([address, at]) => `${address}:${at}`),
  fc.tuple(fc.ipV6(), port).map(([address, at]) => `[${address}]:${at}`),
);
// A minSyncPeriod up to 1s fits a syncPeriod from 1s, and each fits the default of the other.
const periods = {
  syncPeriod: fc.integer({ min: 1, max: 86_400 }).map((count) => `${count}s`),
  minSyncPeriod: fc.constantFrom("0s", "1ns", "250ms", "1s"),
};
const masquerade = { masqueradeBit: bit, masqueradeAll: fc.boolean() };
const some = { requiredKeys: [] };

const unknown = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.boolean(),
    fc.integer(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3 }),
  ),
})).value;

/** Accepted arguments of every kind, within the bounds of the table of fields. */
export const configurations: fc.Arbitrary<KubeProxyConfigArgs> = fc.record(
  {
    mode: fc.constantFrom("iptables", "ipvs", "nftables"),
    manage: fc.constant("create"),
    ipvs: fc.record(
      {
        scheduler: fc.constantFrom("rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "mh"),
        strictARP: fc.boolean(),
        excludeCIDRs: cidrs,
        tcpTimeout: seconds,
        tcpFinTimeout: seconds,
        udpTimeout: seconds,
        ...periods,
      },
      some,
    ),
    iptables: fc.record({ ...masquerade, localhostNodePorts: fc.boolean(), ...periods }, some),
    nftables: fc.record({ ...masquerade, ...periods }, some),
    conntrack: fc.record(
      {
        maxPerCore: count,
        min: count,
        tcpEstablishedTimeout: seconds,
        tcpCloseWaitTimeout: seconds,
        tcpBeLiberal: fc.boolean(),
        udpTimeout: seconds,
        udpStreamTimeout: seconds,
      },
      some,
    ),
    nodePortAddresses: fc.oneof(cidrs, fc.constant<string[]>(["primary"])),
    metricsBindAddress: addressAndPort,
    healthzBindAddress: addressAndPort,
    bindAddress: fc.oneof(fc.ipV4(), fc.ipV6()),
    bindAddressHardFail: fc.boolean(),
    clusterCIDR: fc.oneof(
      cidr4,
      cidr6,
      fc.tuple(cidr4, cidr6).map((pair) => pair.join(",")),
    ),
    detectLocalMode: fc.constantFrom("ClusterCIDR", "NodeCIDR"),
    detectLocal: fc.record({ bridgeInterface: text, interfaceNamePrefix: text }, some),
    featureGates: fc.dictionary(word, fc.boolean()),
    clientConnection: fc.record(
      {
        kubeconfig: text,
        acceptContentTypes: text,
        contentType: text,
        qps: fc.integer({ min: -1, max: 1000 }),
        burst: count,
      },
      some,
    ),
    configSyncPeriod: periods.syncPeriod,
    oomScoreAdj: fc.integer({ min: -1000, max: 1000 }),
    hostnameOverride: text,
    enableProfiling: fc.boolean(),
    logging: fc.record({ format: fc.constant("text"), flushFrequency: durations, verbosity: count }, some),
    extraConfig: fc.dictionary(text, unknown, { maxKeys: 3 }),
  },
  { requiredKeys: ["mode", "manage"] },
);
