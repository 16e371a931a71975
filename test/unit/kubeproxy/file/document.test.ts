import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { accepted } from "../../../../src/diagnostics/pulumi.js";
import type { KubeProxyConfigArgs } from "../../../../src/kubeproxy/args.js";
import { checkKubeProxy } from "../../../../src/kubeproxy/check/check.js";
import {
  type FileFields,
  type KubeProxyConfiguration,
  kubeProxyConfiguration,
  renderConfiguration,
} from "../../../../src/kubeproxy/file/document.js";
import { SECTIONS } from "../../../../src/kubeproxy/schema/fields.js";
import { configurations } from "../configurations.js";
import { GOOD } from "../verdict.js";

function configurationOf(args: KubeProxyConfigArgs): KubeProxyConfiguration {
  const problems = new Problems('KubeProxyConfig "kube-proxy"');
  const { mode, fields } = accepted(problems, checkKubeProxy(args, problems));
  return kubeProxyConfiguration(mode, fields as FileFields);
}

const rendered = (args: KubeProxyConfigArgs) => renderConfiguration(configurationOf(args));
const HEAD = 'apiVersion: "kubeproxy.config.k8s.io/v1alpha1"\nkind: "KubeProxyConfiguration"\n';

describe("the file", () => {
  test("contains the mode and only given fields", () => {
    expect(rendered(GOOD)).toBe(`${HEAD}mode: "iptables"\n`);
  });

  test("keeps the order of the table, whatever the order of the arguments", () => {
    const args: KubeProxyConfigArgs = {
      oomScoreAdj: -998,
      featureGates: { B: true, A: false },
      nodePortAddresses: ["10.0.0.0/8", "fd00::/48"],
      conntrack: { min: 0, maxPerCore: 0 },
      ipvs: { strictARP: true, scheduler: "lc", excludeCIDRs: [], tcpTimeout: "15m" },
      manage: "create",
      mode: "ipvs",
    };
    expect(rendered(args)).toBe(`${HEAD}mode: "ipvs"
ipvs:
  scheduler: "lc"
  strictARP: true
  excludeCIDRs: []
  tcpTimeout: "15m"
conntrack:
  maxPerCore: 0
  min: 0
nodePortAddresses:
  - "10.0.0.0/8"
  - "fd00::/48"
featureGates:
  B: true
  A: false
oomScoreAdj: -998
`);
  });

  test("quotes text that YAML reads as something else", () => {
    const text = rendered({ ...GOOD, bindAddress: "::", hostnameOverride: "yes", clusterCIDR: "1::/16" });
    expect(text).toBe(
      `${HEAD}mode: "iptables"\nbindAddress: "::"\nclusterCIDR: "1::/16"\nhostnameOverride: "yes"\n`,
    );
  });

  test("merges extraConfig in depth, replaces lists, and puts unknown keys last", () => {
    const args: KubeProxyConfigArgs = {
      ...GOOD,
      conntrack: { min: 1, maxPerCore: 2 },
      nodePortAddresses: ["10.0.0.0/8"],
      featureGates: { A: true, B: true },
      extraConfig: {
        newThing: { b: 1, a: [{ c: "d" }] },
        conntrack: { newer: "x", maxPerCore: 3, tcpBeLiberal: true },
        nodePortAddresses: ["primary"],
        featureGates: { B: false },
      },
    };
    expect(rendered(args)).toBe(`${HEAD}mode: "iptables"
conntrack:
  maxPerCore: 3
  min: 1
  tcpBeLiberal: true
  newer: "x"
nodePortAddresses:
  - "primary"
featureGates:
  A: true
  B: false
newThing:
  b: 1
  a:
    - c: "d"
`);
  });

  test("has no section without a field, and no anchor for an object used twice", () => {
    const shared = { filePattern: "a", verbosity: 3 };
    const text = rendered({
      ...GOOD,
      ipvs: {},
      conntrack: { min: undefined },
      logging: { vmodule: [shared, shared] },
    });
    expect(text).toBe(
      `${HEAD}mode: "iptables"\nlogging:\n  vmodule:\n${'    - filePattern: "a"\n      verbosity: 3\n'.repeat(2)}`,
    );
  });

  test("cannot reach the prototype of other objects", () => {
    const extraConfig = JSON.parse(
      '{ "__proto__": { "polluted": true }, "ipvs": { "__proto__": { "polluted": 1 } } }',
    );
    const text = rendered({ ...GOOD, ipvs: { strictARP: true }, extraConfig });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(text).toContain("__proto__:\n  polluted: true\n");
  });
});

test("every configuration that is accepted is one YAML document without null that reads back the same", () => {
  fc.assert(
    fc.property(configurations, (args) => {
      const configuration = configurationOf(args);
      const text = renderConfiguration(configuration);
      expect(parseDocument(text).errors).toEqual([]);
      expect(parse(text)).toEqual(configuration);
      expect(JSON.stringify(configuration)).not.toMatch(/:null|\[null/);
      expect(renderConfiguration(configurationOf(args))).toBe(text);
    }),
  );
});

test("every given value is in the file at its path", () => {
  fc.assert(
    fc.property(configurations, ({ extraConfig: _extra, ...args }) => {
      const { manage: _manage, ...given } = withoutEmptySections(args);
      expect(configurationOf(args)).toEqual({ ...parse(HEAD), ...given });
    }),
  );
});

function withoutEmptySections(args: KubeProxyConfigArgs): KubeProxyConfigArgs {
  const isEmpty = ([key, value]: [string, unknown]) =>
    SECTIONS.includes(key) && Object.keys(value as object).length === 0;
  return Object.fromEntries(
    Object.entries(args).filter((entry) => !isEmpty(entry)),
  ) as unknown as KubeProxyConfigArgs;
}
