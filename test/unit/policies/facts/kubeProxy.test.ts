import type { ResourceValidationArgs } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { kubeProxyOf } from "../../../../src/policies/facts/kubeProxy.js";

/** What a resource policy gets of a resource. */
function resource(type: string, props: object, parent?: string) {
  return { type, name: "proxy", urn: "urn", props, opts: { parent } } as unknown as ResourceValidationArgs;
}

const FILE = "kind: KubeProxyConfiguration\nmode: ipvs\nipvs: {scheduler: lc}\n";
const COMPONENT = "pulumi-kubernetes-traffic:index:KubeProxyConfig";
const configMap = (text: string, parent?: string) =>
  resource("kubernetes:core/v1:ConfigMap", { metadata: { name: "kp" }, data: { "a.conf": text } }, parent);

describe("kubeProxyOf", () => {
  it("reads a component's arguments", () => {
    expect(kubeProxyOf(resource(COMPONENT, { mode: "nftables", fallbackMode: "iptables" }))).toMatchObject({
      title: 'KubeProxyConfig "proxy"',
      prefix: "",
      mode: "nftables",
      fallbackMode: "iptables",
      scheduler: undefined,
    });
  });

  it("reads the file in a ConfigMap", () => {
    expect(kubeProxyOf(configMap(FILE))).toMatchObject({
      title: 'ConfigMap "kp"',
      prefix: 'data["a.conf"].',
      mode: "ipvs",
      scheduler: "lc",
    });
  });

  it.each([
    [
      "a ConfigMap that the component made: its arguments are judged instead",
      configMap(FILE, `urn::p::${COMPONENT}::n`),
    ],
    ["a file of another kind", configMap("kind: Other # KubeProxyConfiguration")],
    ["a file that is no YAML", configMap("KubeProxyConfiguration: {")],
    ["another kind of object", resource("kubernetes:core/v1:Secret", { data: { a: FILE } })],
  ])("passes over %s", (_, given) => {
    expect(kubeProxyOf(given)).toBeUndefined();
  });
});
