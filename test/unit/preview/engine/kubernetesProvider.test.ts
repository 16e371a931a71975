import { describe, expect, it } from "vitest";
import {
  checkObject,
  decodeYaml,
  isKubernetesObject,
} from "../../../../src/preview/engine/kubernetesProvider.js";
import { type Properties, Secret, unknown } from "../../../../src/preview/engine/values.js";

const URN = "urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::web";
const map = (more: Properties = {}): Properties => ({ apiVersion: "v1", kind: "ConfigMap", ...more });
const checked = (inputs: Properties, namespace?: string) => checkObject(URN, "web", inputs, namespace);

describe("checkObject", () => {
  it("names an object without a name after the program's name of it, the same every time", () => {
    const { metadata } = checked(map());
    expect(metadata).toEqual({
      name: expect.stringMatching(/^web-[0-9a-f]{8}$/),
      annotations: { "pulumi.com/autonamed": "true" },
    });
    expect(checked(map()).metadata).toEqual(metadata);
    expect(checkObject(`${URN}2`, "web", map()).metadata).not.toEqual(metadata);
  });

  it.each<[string, Properties]>([
    ["name", { name: "mine" }],
    ["name that is unknown", { name: unknown }],
    ["generateName", { generateName: "mine-" }],
  ])("leaves an object with a %s alone", (_, metadata) => {
    expect(checked(map({ metadata })).metadata).toEqual(metadata);
  });

  it("leaves metadata alone that is unknown as a whole", () => {
    expect(checked(map({ metadata: unknown }), "team").metadata).toBe(unknown);
  });

  it("fills in the provider's namespace, but not over another and not where there are none", () => {
    const metadata = { name: "n" };
    expect(checked(map({ metadata }), "team").metadata).toEqual({ name: "n", namespace: "team" });
    expect(checked(map({ metadata: { name: "n", namespace: "own" } }), "team").metadata).toHaveProperty(
      "namespace",
      "own",
    );
    const role: Properties = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata };
    expect(checked(role, "team").metadata).toEqual(metadata);
  });

  it("drops what the provider drops, and keeps an empty object that means something", () => {
    const pod = {
      nodeSelector: {},
      volumes: [{ name: "v", emptyDir: {} }],
      containers: [{ name: "c", env: [] }],
    };
    const inputs = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p", labels: {} },
      spec: pod,
      status: null,
    };
    expect(checked(inputs)).toEqual({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p" },
      spec: { volumes: [{ name: "v", emptyDir: {} }], containers: [{ name: "c" }] },
    });
  });

  it("keeps everything of a custom resource, whose types nobody knows here", () => {
    const inputs = {
      apiVersion: "example.com/v1",
      kind: "Foo",
      metadata: { name: "f" },
      spec: { labels: {}, list: [] },
    };
    expect(checked(inputs)).toEqual(inputs);
  });

  it("makes a Secret's stringData its data, and keeps what is secret secret", () => {
    const secret = (more: Properties): Properties => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s" },
      ...more,
    });
    expect(checked(secret({ stringData: { a: "plain", later: unknown } })).data).toEqual({
      a: "cGxhaW4=",
      later: unknown,
    });
    const { data, stringData } = checked(
      secret({ data: new Secret({ x: "eA==" }), stringData: new Secret({ a: new Secret("hush") }) }),
    );
    expect(data).toEqual(new Secret({ x: "eA==", a: new Secret("aHVzaA==") }));
    expect(stringData).toBeUndefined();
  });
});

describe("decodeYaml", () => {
  it("takes lists apart, leaves empty documents out, puts objects into the namespace", () => {
    const text = "kind: List\nitems:\n- {kind: ConfigMap}\n---\n---\nkind: Namespace\n";
    expect(decodeYaml(text, "team")).toEqual([
      { kind: "ConfigMap", metadata: { namespace: "team" } },
      { kind: "Namespace" },
    ]);
  });

  it("says where YAML is wrong", () => {
    expect(() => decodeYaml("a: [1")).toThrow(/^the YAML cannot be read: .*line 1/s);
  });
});

it("isKubernetesObject: true for objects, not for helm releases or providers", () => {
  expect(isKubernetesObject("kubernetes:core/v1:ConfigMap", map())).toBe(true);
  expect(isKubernetesObject("kubernetes:helm.sh/v3:Release", { chart: "nginx" })).toBe(false);
  expect(isKubernetesObject("pulumi:providers:kubernetes", map())).toBe(false);
});
