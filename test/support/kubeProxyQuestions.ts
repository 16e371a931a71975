import fc from "fast-check";
import type { KubeProxyConfigArgs } from "../../src/kubeproxy/args.js";
import { FIELDS, type Field, type FieldType } from "../../src/kubeproxy/schema/fields.js";
import { SCHEDULERS } from "../../src/kubeproxy/schema/schedulers.js";
import { deepMerge } from "../../src/kubeproxy/schema/tree.js";
import { configurations } from "../unit/kubeproxy/configurations.js";

/** One configuration to judge, and the paths that may hold a bad value. */
export interface Question {
  readonly args: Record<string, unknown>;
  readonly changed: readonly string[];
}

const DURATIONS = [
  "0s",
  "1s",
  "1h30m",
  "1.5s",
  "500ms",
  "+5s",
  "-5s",
  "5 seconds",
  "1d",
  "1H",
  "9999999h",
  "5",
  5,
  0,
];
const TEXTS = ["", " ", "::", "yes", 5, true];
const ADDRESSES = ["10.0.0.1", "010.0.0.1", "256.0.0.1", "::", "fe80::1%eth0", "localhost", "", 5];
const PAIRS = [
  "10.0.0.0/8,fd00::/48",
  "10.0.0.0/8, fd00::/48",
  "10.0.0.0/8,11.0.0.0/8",
  "10.0.0.0/8,fd00::/48,fd01::/48",
];
const CIDRS = [
  "10.0.0.0/8",
  "10.0.0.1/8",
  "10.0.0.0/33",
  "10.0.0.0/08",
  "10.0.0.0/",
  "fd00::/48",
  "10.0.0.1",
  "",
  5,
];
const GATES = [
  {},
  { LoggingAlphaOptions: true },
  { Misspelled: true },
  { KubeProxyIPVS: true },
  { LoggingAlphaOptions: "true" },
];

/** Values of each kind: right, at a boundary, or written as people get them wrong. */
const VALUES: Record<FieldType, readonly unknown[]> = {
  boolean: [true, false, "true", "yes", 0],
  integer: [0, 1, -1, 1.5, 31, 32, 1000, 1001, -1000, -1001, 2 ** 31 - 1, 2 ** 31, "0"],
  number: [0, 1.5, -1, "5"],
  name: TEXTS,
  word: [
    "",
    "text",
    "json",
    "JSON",
    "ClusterCIDR",
    "clusterCIDR",
    "NodeCIDR",
    "BridgeInterface",
    "foobar",
    5,
  ],
  "minor version": ["", "1.34", "1.35", "1.36", "v1.35", "1.35.0", 1.35],
  duration: DURATIONS,
  period: DURATIONS,
  seconds: DURATIONS,
  scheduler: [...Object.keys(SCHEDULERS), "foobar", "RR", " rr", "", 5],
  address: ADDRESSES,
  "address and port": [
    ...ADDRESSES,
    ...["10.0.0.1:80", "10.0.0.1:0", "10.0.0.1:080", "10.0.0.1:65535", "10.0.0.1:65536"],
    ...["[::1]:80", "[::1]", "::1:80", ":10249", "localhost:80"],
  ],
  "CIDR or pair": [...CIDRS, ...PAIRS],
  CIDRs: [[], "10.0.0.0/8", ...CIDRS.map((cidr) => [cidr])],
  "node port addresses": [
    [],
    "primary",
    ["primary"],
    ["primary", "10.0.0.0/8"],
    ["localhost"],
    ...CIDRS.map((cidr) => [cidr]),
  ],
  gates: GATES,
  record: [{}, [], { text: {} }, { text: { splitStream: true } }, { misspelled: {} }],
  vmodule: [
    [],
    {},
    [{}],
    [{ filePattern: "proxier", verbosity: 3 }],
    [{ filePattern: "a,b", verbosity: 3 }],
    [{ filePattern: "a=b", verbosity: 3 }],
    [{ filePattern: "a", verbosity: -1 }],
    [{ filePattern: "a", verbosity: "3" }],
    [{ filePattern: "a" }],
    [{ filePattern: "a", verbosity: 1, more: 1 }],
  ],
};

const MODES = ["IPVS", "userspace", "kernelspace", "ipvs ", "ipvss", ""];
const MISSPELLED = [
  "ipvs.schedular",
  "scheduler",
  "strictARP",
  "ipvs.masqueradeAll",
  "udpIdleTimeout",
  "conntrack.max",
  "metadata.name",
];

/** Each field with each value of its kind and with none, alone, in a mode that reads it; then modes and misspelled names. */
export function sweep(): Question[] {
  const one = (mode: string, path: string, value: unknown) => ({
    args: { mode, ...nested(path, value) },
    changed: [path],
  });
  return [
    ...FIELDS.flatMap((field: Field) =>
      [null, ...VALUES[field.type]].map((value) => one(field.modes?.[0] ?? "iptables", field.path, value)),
    ),
    ...MODES.map((mode) => ({ args: { mode }, changed: ["mode"] })),
    ...MISSPELLED.map((path) => one("ipvs", path, "lc")),
  ];
}

// A free name is one that kube-proxy does not know, and a gate must be one that it knows: the sweep has both.
const known = configurations.map(({ extraConfig, featureGates, ...args }) => args);

/** Many fields at once, all of them good. */
export function good(count: number, seed: number): Question[] {
  return fc.sample(known, { numRuns: count, seed }).map((args) => ({ args: fields(args), changed: [] }));
}

/** Many fields at once, of which one to three hold any value of their kind. */
export function mutated(count: number, seed: number): Question[] {
  const change = fc
    .constantFrom(...FIELDS)
    .chain((field: Field) =>
      fc.constantFrom(...VALUES[field.type]).map((value) => ({ path: field.path, value })),
    );
  const changes = fc.uniqueArray(change, { minLength: 1, maxLength: 3, selector: ({ path }) => path });
  return fc
    .sample(fc.record({ args: known, changes }), { numRuns: count, seed })
    .map(({ args, changes }) => ({
      changed: changes.map(({ path }) => path),
      args: changes.reduce<Record<string, unknown>>(
        (sum, { path, value }) => deepMerge(sum, nested(path, value)) as Record<string, unknown>,
        fields(args),
      ),
    }));
}

function fields({ manage, ...args }: KubeProxyConfigArgs): Record<string, unknown> {
  return args as Record<string, unknown>;
}

function nested(path: string, value: unknown): Record<string, unknown> {
  return path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<
    string,
    unknown
  >;
}
