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
  it("names an object after its logical name, with the same suffix every time", () => {
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
  ])("keeps the name of an object with a %s", (_, metadata) => {
    expect(checked(map({ metadata })).metadata).toEqual(metadata);
  });

  it("keeps metadata that is unknown as a whole", () => {
    expect(checked(map({ metadata: unknown }), "team").metadata).toBe(unknown);
  });

  it("fills in the provider's namespace, except over another one and in cluster-scoped objects", () => {
    const metadata = { name: "n" };
    expect(checked(map({ metadata }), "team").metadata).toEqual({ name: "n", namespace: "team" });
    expect(checked(map({ metadata: { name: "n", namespace: "own" } }), "team").metadata).toHaveProperty(
      "namespace",
      "own",
    );
    const role: Properties = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata };
    expect(checked(role, "team").metadata).toEqual(metadata);
  });

  it("removes the empty fields that the provider removes, and keeps the others", () => {
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

  it("keeps every field of a custom resource", () => {
    const inputs = {
      apiVersion: "example.com/v1",
      kind: "Foo",
      metadata: { name: "f" },
      spec: { labels: {}, list: [] },
    };
    expect(checked(inputs)).toEqual(inputs);
  });

  it("turns a Secret's stringData into data, and keeps secrets marked", () => {
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
  it("expands lists, skips empty documents, and fills in the namespace", () => {
    const text = "kind: List\nitems:\n- {kind: ConfigMap}\n---\n---\nkind: Namespace\n";
    expect(decodeYaml(text, "team")).toEqual([
      { kind: "ConfigMap", metadata: { namespace: "team" } },
      { kind: "Namespace" },
    ]);
  });

  it("reports the position of a YAML error", () => {
    expect(() => decodeYaml("a: [1")).toThrow(/^the YAML cannot be read: .*line 1/s);
  });
});

it("isKubernetesObject: true for objects, not for helm releases or providers", () => {
  expect(isKubernetesObject("kubernetes:core/v1:ConfigMap", map())).toBe(true);
  expect(isKubernetesObject("kubernetes:helm.sh/v3:Release", { chart: "nginx" })).toBe(false);
  expect(isKubernetesObject("pulumi:providers:kubernetes", map())).toBe(false);
});
