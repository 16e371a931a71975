import { describe, expect, it } from "vitest";
import { Reference, Secret, unknown } from "../../../../src/preview/engine/values.js";
import { documentOf, toYaml } from "../../../../src/preview/report/render.js";

describe("toYaml", () => {
  it("sorts keys, and keeps text as text for YAML 1.1 parsers", () => {
    const data = { z: "yes", b: "1_000", a: "line 1\nline 2\n", n: 5, tab: "a\tb", key: { on: "off" } };
    expect(toYaml({ data })).toBe(
      'data:\n  a: |\n    line 1\n    line 2\n  b: "1_000"\n  key:\n    "on": "off"\n  "n": 5\n  tab: "a\\tb"\n  z: "yes"\n',
    );
  });
});

describe("documentOf", () => {
  const planned = {
    urn: "u",
    apiVersion: "v1",
    kind: "ConfigMap",
    cluster: "default",
    name: "m",
    namespace: undefined,
    waitsFor: [],
    waitsForUrns: [],
    isPatch: false,
    inputs: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "m" },
      data: { a: unknown, b: new Secret({ c: "hush" }), d: [new Reference("urn", "id")] },
    },
  };
  it("writes unknown values and secrets as markers", () => {
    expect(documentOf(planned, false).data).toEqual({ a: "<computed>", b: "<secret>", d: ["id"] });
    expect(documentOf(planned, true).data).toEqual({ a: "<computed>", b: { c: "hush" }, d: ["id"] });
  });
});
