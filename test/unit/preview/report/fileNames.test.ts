import { describe, expect, it } from "vitest";
import { fileOf, pathsOf, safeName } from "../../../../src/preview/report/fileNames.js";
import type { PlannedObject } from "../../../../src/preview/report/order.js";

describe("fileOf", () => {
  it.each([
    [
      { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      "1-manifest/apps_v1-deployment-default-web.yaml",
    ],
    [
      { apiVersion: "v1", kind: "Service", namespace: "team", name: "a:b" },
      "1-manifest/v1-service-team-a:b.yaml",
    ],
    [
      { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", name: "foos.example.com" },
      "0-crd/apiextensions.k8s.io_v1-customresourcedefinition-default-foos.example.com.yaml",
    ],
  ])("names the file of %o as the kubernetes provider does", (identity, path) => {
    expect(fileOf(identity)).toBe(path);
  });
});

describe("safeName", () => {
  it.each(["shop", "system:node", "größe", "a.b_c-d"])("keeps %s", (name) => {
    expect(safeName(name)).toBe(name);
  });

  it.each([
    ["../../evil", "_._.._evil-"],
    [".hidden", "_hidden-"],
    ["a b", "a_b-"],
    ["", "_-"],
    ["a\u0000b", "a_b-"],
  ])(
    "replaces what is not part of a file name in %j, and gives similar names different results",
    (name, start) => {
      expect(safeName(name)).toMatch(new RegExp(`^${start.replaceAll(".", "\\.")}[0-9a-f]{8}$`));
      expect(safeName(`${name} `)).not.toBe(safeName(name));
    },
  );

  it("cuts a long name, also between the bytes of a character, and does not change the result again", () => {
    for (const long of ["a".repeat(253), "ü".repeat(253)]) {
      const safe = safeName(long);
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(140);
      expect(safe).not.toContain("\uFFFD");
      expect(safeName(safe)).toBe(safe);
    }
  });
});

describe("pathsOf", () => {
  const object = (urn: string, more: Partial<PlannedObject>) =>
    ({
      urn,
      apiVersion: "v1",
      kind: "Service",
      cluster: "default",
      isPatch: false,
      ...more,
    }) as PlannedObject;

  it("gives each object a path, and none to an object without a name", () => {
    const paths = pathsOf([object("a", { name: "web" }), object("b", { name: undefined })]);
    expect([...paths]).toEqual([["a", "1-manifest/v1-service-default-web.yaml"]]);
  });

  it("separates objects whose namespace and name read the same", () => {
    const paths = pathsOf([
      object("1", { namespace: "a-b", name: "c" }),
      object("2", { namespace: "a", name: "b-c" }),
    ]);
    expect(paths.get("1")).toBe("1-manifest/v1-service-a-b-c.yaml");
    expect(paths.get("2")).toMatch(/^1-manifest\/v1-service-a-b-c-[0-9a-f]{8}\.yaml$/);
  });

  it("keeps the path of an object that a patch shares, in any order of URNs", () => {
    const paths = pathsOf([object("1", { name: "web", isPatch: true }), object("2", { name: "web" })]);
    expect(paths.get("2")).toBe("1-manifest/v1-service-default-web.yaml");
    expect(paths.get("1")).toMatch(/^1-manifest\/v1-service-default-web-[0-9a-f]{8}\.yaml$/);
  });

  it("lets objects of two clusters have one path in their folders", () => {
    const paths = pathsOf([object("1", { name: "web" }), object("2", { name: "web", cluster: "aks" })]);
    expect(paths.get("1")).toBe(paths.get("2"));
  });
});
