import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { mergeInto } from "../../../../src/kubeproxy/file/merge.js";
import { readLiveFile } from "../../../../src/kubeproxy/file/parse.js";
import { deepMerge, leavesOf } from "../../../../src/kubeproxy/schema/tree.js";
import { configurations } from "../configurations.js";
import { KUBEADM_FILE } from "../live/liveCluster.js";

const HEAD = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";

function merge(text: string, wanted: object) {
  const problems = new Problems("it");
  const document = readLiveFile(text, "file", problems);
  if (!document) throw new Error(problems.lines.join("\n"));
  return mergeInto(text, document, wanted);
}

/** The lines that differ, as `- old` and `+ new`. */
function diff(text: string, wanted: object): string[] {
  const [before, after] = [text.split("\n"), merge(text, wanted).text.split("\n")];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}

test("only the given fields of kubeadm's file change", () => {
  expect(diff(KUBEADM_FILE, { mode: "ipvs", ipvs: { scheduler: "lc", strictARP: true } })).toEqual([
    '-   scheduler: ""',
    "-   strictARP: false",
    '- mode: ""',
    '+   scheduler: "lc"',
    "+   strictARP: true",
    '+ mode: "ipvs"',
  ]);
});

test("comments, order, quotes and unknown keys stay", () => {
  const text = `# who wants what
${HEAD}mode: ipvs   # since March
ipvs:
  # MetalLB needs it
  strictARP: yes # really
  scheduler: 'rr'   # the default
  schedular: lc

  tcpTimeout: 15m
nodePortAddresses:
- 10.0.0.0/8 # office
- 192.168.0.0/16
future: {some: [thing, 0x10]}
`;
  expect(
    merge(text, { mode: "ipvs", ipvs: { scheduler: "lc" }, configSyncPeriod: "10m" }).text,
  ).toBe(`# who wants what
${HEAD}mode: ipvs # since March
ipvs:
  # MetalLB needs it
  strictARP: yes # really
  scheduler: "lc" # the default
  schedular: lc

  tcpTimeout: 15m
nodePortAddresses:
- 10.0.0.0/8 # office
- 192.168.0.0/16
future: { some: [ thing, 0x10 ] }
configSyncPeriod: "10m"
`);
});

test.each<[name: string, live: string, wanted: object]>([
  ["a duration", "iptables: {syncPeriod: 1h0m0s}", { iptables: { syncPeriod: "60m" } }],
  ["an empty list", "nodePortAddresses: null", { nodePortAddresses: [] }],
  ["a list that is not there", "mode: ipvs", { nodePortAddresses: [] }],
  ["a boolean", "ipvs: {strictARP: on}", { ipvs: { strictARP: true } }],
  ["text in quotes", "mode: 'ipvs'", { mode: "ipvs" }],
  ["only comments", "mode: ipvs   # what   a   line", { mode: "ipvs" }],
])("a value with the same meaning leaves the file unchanged, byte for byte: %s", (_name, live, wanted) => {
  const text = `${HEAD}\n${live}\n\n\n`;
  expect(merge(text, wanted)).toMatchObject({ text, changed: false });
});

test.each([
  ["empty", "ipvs:"],
  ["null", "ipvs: null"],
  ["text", "ipvs: nonsense"],
])("a section that is %s becomes one with the field", (_name, live) => {
  const { content } = merge(`${HEAD}${live}\n`, { ipvs: { scheduler: "lc" } });
  expect(content.ipvs).toEqual({ scheduler: "lc" });
});

describe("an alias", () => {
  const periods = { minSyncPeriod: "2s", syncPeriod: "30s" };
  const text = `${HEAD}iptables: &periods {minSyncPeriod: 2s, syncPeriod: 30s}\nnftables: *periods\n`;

  test.each(["iptables", "nftables"] as const)("is not changed in two places when %s changes", (section) => {
    const { text: merged, content } = merge(text, { [section]: { syncPeriod: "1m" } });
    const sections = { iptables: periods, nftables: periods, [section]: { ...periods, syncPeriod: "1m" } };
    expect(content).toMatchObject(sections);
    expect(parse(merged)).toEqual({ ...parse(HEAD), ...sections });
    expect(merged).not.toMatch(/[&*]/);
  });

  test("of a list is not changed in two places", () => {
    const lists = `${HEAD}nodePortAddresses: &list [10.0.0.0/8]\nipvs: {excludeCIDRs: *list}\n`;
    expect(merge(lists, { nodePortAddresses: ["primary"] }).content).toMatchObject({
      nodePortAddresses: ["primary"],
      ipvs: { excludeCIDRs: ["10.0.0.0/8"] },
    });
  });
});

test("the file has every given value afterwards, and keeps everything else", () => {
  fc.assert(
    fc.property(configurations, ({ manage, ...wanted }) => {
      const { text } = merge(KUBEADM_FILE, wanted);
      const read = parse(text) as object;
      const others = (tree: object) =>
        leavesOf(tree).filter(({ keys }) => !leavesOf(wanted).some((leaf) => startsWith(keys, leaf.keys)));
      expect(others(read)).toEqual(expect.arrayContaining(others(parse(KUBEADM_FILE))));
      expect(merge(text, wanted)).toMatchObject({ text, changed: false });
      expect(deepMerge(read, withoutEmpty(wanted))).toEqual(read);
    }),
    { numRuns: 150 },
  );
});

const startsWith = (keys: string[], start: string[]) => start.every((key, index) => keys[index] === key);

/** An empty list in the arguments may be null in the file. */
function withoutEmpty(tree: object): object {
  return leavesOf(tree)
    .filter(({ value }) => !(Array.isArray(value) && value.length === 0))
    .map(({ keys, value }) => keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object)
    .reduce((sum, one) => deepMerge(sum, one) as object, {});
}
