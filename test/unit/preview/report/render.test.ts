import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Reference, Secret, unknown } from "../../../../src/preview/engine/values.js";
import {
  documentOf,
  fileOf,
  readRendered,
  toYaml,
  writeRendered,
} from "../../../../src/preview/report/render.js";
import { temporaryDirectory } from "../support.js";

const object = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
const file = (name: string) => ({
  path: `1-manifest/v1-configmap-default-${name}.yaml`,
  document: object(name),
});

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
    name: "m",
    namespace: undefined,
    waitsFor: [],
    waitsForUrns: [],
    isPatch: false,
    inputs: {
      ...object("m"),
      data: { a: unknown, b: new Secret({ c: "hush" }), d: [new Reference("urn", "id")] },
    },
  };
  it("writes unknown values and secrets as markers", () => {
    expect(documentOf(planned, false).data).toEqual({ a: "<computed>", b: "<secret>", d: ["id"] });
    expect(documentOf(planned, true).data).toEqual({ a: "<computed>", b: { c: "hush" }, d: ["id"] });
  });
});

describe("writeRendered", () => {
  it("writes the files, lists them in order, and reads them back", () => {
    const directory = join(temporaryDirectory(), "new", "dir");
    expect(readRendered(directory)).toBeUndefined();
    writeRendered(directory, [file("z"), file("a")]);
    expect(parse(readFileSync(join(directory, "kustomization.yaml"), "utf8"))).toEqual({
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      resources: [file("z").path, file("a").path],
      sortOptions: { order: "fifo" },
    });
    expect(readRendered(directory)).toEqual(
      new Map([file("z"), file("a")].map(({ path, document }) => [path, document])),
    );
  });

  it("removes only files of an earlier render", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, [file("old"), file("kept")]);
    writeFileSync(join(directory, "1-manifest", "mine.yaml"), "mine: true\n");
    writeRendered(directory, [file("kept")]);
    expect(readdirSync(join(directory, "1-manifest")).sort()).toEqual([
      "mine.yaml",
      "v1-configmap-default-kept.yaml",
    ]);
  });

  it("refuses a directory with other files, and does not change it", () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "kustomization.yaml"), "resources: []\n");
    expect(() => writeRendered(directory, [file("a")])).toThrow(
      `${directory} is neither empty nor an earlier render (no kustomization.yaml of this command); choose another with --render DIR`,
    );
    expect(readdirSync(directory)).toEqual(["kustomization.yaml"]);
  });

  it("reads and removes nothing outside the directory, whatever its list contains", () => {
    const directory = join(temporaryDirectory(), "render");
    writeRendered(directory, []);
    const precious = join(directory, "..", "precious.yaml");
    writeFileSync(precious, "a: 1\n");
    mkdirSync(join(directory, "1-manifest"));
    const list = join(directory, "kustomization.yaml");
    writeFileSync(
      list,
      `${readFileSync(list, "utf8").split("\n")[0]}\nresources: [../precious.yaml, 1-manifest/../../precious.yaml]\n`,
    );
    expect(readRendered(directory)).toEqual(new Map());
    writeRendered(directory, []);
    expect(existsSync(precious)).toBe(true);
  });
});
