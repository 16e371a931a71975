import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fileOf } from "../../../../src/preview/report/fileNames.js";
import {
  assertRenderable,
  type RenderedFile,
  readRendered,
  writeRendered,
} from "../../../../src/preview/report/renderFolder.js";
import { temporaryDirectory } from "../support.js";

const file = (name: string, more: Partial<RenderedFile> = {}): RenderedFile => ({
  cluster: "default",
  path: `1-manifest/v1-configmap-default-${name}.yaml`,
  document: { apiVersion: "v1", kind: "ConfigMap", metadata: { name } },
  missing: { computed: [], secrets: [] },
  ...more,
});
const on = (cluster: string, name: string) => file(name, { cluster });
const earlier = (directory: string) =>
  [...(readRendered(directory) ?? [])].map(([key, { document }]) => [key, document]);
const resources = (...path: string[]) => parse(readFileSync(join(...path), "utf8")).resources;

/** Every file below a directory. */
const filesIn = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => !statSync(join(directory, path)).isDirectory())
    .sort();

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
    expect(earlier(directory)).toEqual([
      ["default/1-manifest/v1-configmap-default-z.yaml", file("z").document],
      ["default/1-manifest/v1-configmap-default-a.yaml", file("a").document],
    ]);
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

describe("a render of several clusters", () => {
  it("has a folder for each, and no list that would apply all of them to one", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, [on("eks", "app"), on("aks", "app"), on("aks", "only")]);
    expect(filesIn(directory)).toEqual([
      "aks/1-manifest/v1-configmap-default-app.yaml",
      "aks/1-manifest/v1-configmap-default-only.yaml",
      "aks/kustomization.yaml",
      "clusters.yaml",
      "eks/1-manifest/v1-configmap-default-app.yaml",
      "eks/kustomization.yaml",
    ]);
    expect(resources(directory, "aks", "kustomization.yaml")).toEqual([file("app").path, file("only").path]);
    expect(parse(readFileSync(join(directory, "clusters.yaml"), "utf8"))).toEqual({
      clusters: ["aks", "eks"],
    });
    expect(earlier(directory).map(([key]) => key)).toEqual([
      "aks/1-manifest/v1-configmap-default-app.yaml",
      "aks/1-manifest/v1-configmap-default-only.yaml",
      "eks/1-manifest/v1-configmap-default-app.yaml",
    ]);
  });

  it("replaces a render of one cluster and is replaced by one, without a trace, and keeps identities", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, [on("aks", "app")]);
    const one = filesIn(directory);
    const keys = earlier(directory);
    expect(keys).toEqual([["aks/1-manifest/v1-configmap-default-app.yaml", file("app").document]]);
    writeRendered(directory, [on("aks", "app"), on("eks", "app")]);
    expect(existsSync(join(directory, "kustomization.yaml"))).toBe(false);
    expect(earlier(directory)).toEqual(expect.arrayContaining(keys));
    writeRendered(directory, [on("aks", "app")]);
    expect(filesIn(directory)).toEqual(one);
    expect(readdirSync(directory).sort()).toEqual(["1-manifest", "kustomization.yaml"]);
  });

  it("keeps files of the user in the folder of a cluster that is gone", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, [on("aks", "app"), on("eks", "app")]);
    writeFileSync(join(directory, "eks", "notes.txt"), "");
    writeRendered(directory, [on("aks", "app")]);
    expect(filesIn(directory)).toEqual([file("app").path, "eks/notes.txt", "kustomization.yaml"]);
  });
});

describe("a file that lacks a value", () => {
  const lacking = file("proxy", { missing: { computed: ['data["config.conf"]'], secrets: ["data.key"] } });

  it("is not in the list, which names the reason, and starts with a warning", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, [lacking, file("app")]);
    expect(resources(directory, "kustomization.yaml")).toEqual([file("app").path]);
    expect(readFileSync(join(directory, "kustomization.yaml"), "utf8").split("\n").slice(0, 3)).toEqual([
      "# Rendered by pulumi-kubernetes-traffic; edits are overwritten.",
      "# Left out, because kubectl must not apply them:",
      '# - 1-manifest/v1-configmap-default-proxy.yaml only an update knows data["config.conf"]; secret, and written only with --show-secrets: data.key',
    ]);
    expect(readFileSync(join(directory, lacking.path), "utf8").split("\n")[0]).toBe(
      '# Do not apply this file: only an update knows data["config.conf"]; secret, and written only with --show-secrets: data.key',
    );
  });

  it("is read back, and removed with its object", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, [lacking, file("app")]);
    expect(earlier(directory)).toContainEqual([`default/${lacking.path}`, lacking.document]);
    writeRendered(directory, [file("app")]);
    expect(filesIn(directory)).toEqual([file("app").path, "kustomization.yaml"]);
  });

  it("has its reason on one line, whatever its keys are", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, [
      file("a", { missing: { computed: ["c[x\nresources: [../b.yaml]"], secrets: [] } }),
    ]);
    expect(resources(directory, "kustomization.yaml")).toEqual([]);
    expect(parse(readFileSync(join(directory, file("a").path), "utf8"))).toEqual(file("a").document);
  });
});

describe("a render stays in its folder", () => {
  const linkText = (place: string) =>
    `${place} is a symbolic link, and a render writes only inside its folder; remove the link, or choose another with --render DIR`;

  it.each([
    ["a folder", "1-manifest", true],
    ["a file", file("a").path, false],
    ["the list", "kustomization.yaml", false],
  ])("refuses to write through a symbolic link: %s", (_, link, isFolder) => {
    const [directory, outside] = [temporaryDirectory(), temporaryDirectory()];
    const target = isFolder ? outside : join(outside, "precious.yaml");
    if (!isFolder) writeFileSync(target, "# Rendered by pulumi-kubernetes-traffic\na: 1\n");
    if (link !== "kustomization.yaml") writeRendered(directory, []);
    mkdirSync(join(directory, link, ".."), { recursive: true });
    symlinkSync(target, join(directory, link));
    const before = filesIn(outside).map((path) => readFileSync(join(outside, path), "utf8"));
    expect(() => writeRendered(directory, [file("a")])).toThrow(linkText(join(directory, link)));
    expect(filesIn(outside).map((path) => readFileSync(join(outside, path), "utf8"))).toEqual(before);
  });

  it("removes nothing through a symbolic link", () => {
    const [directory, outside] = [temporaryDirectory(), temporaryDirectory()];
    writeRendered(directory, [file("old")]);
    cpSync(join(directory, "1-manifest"), outside, { recursive: true });
    rmSync(join(directory, "1-manifest"), { recursive: true });
    symlinkSync(outside, join(directory, "1-manifest"));
    expect(() => writeRendered(directory, [])).toThrow(linkText(join(directory, "1-manifest")));
    expect(filesIn(outside)).toEqual(["v1-configmap-default-old.yaml"]);
  });

  it("writes to a folder that is itself a link, as the user asked", () => {
    const [outer, target] = [temporaryDirectory(), temporaryDirectory()];
    symlinkSync(target, join(outer, "render"));
    writeRendered(join(outer, "render"), [file("a")]);
    expect(filesIn(target)).toEqual([file("a").path, "kustomization.yaml"]);
  });

  const nasty = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "..",
      ".",
      "../../../../tmp/evil",
      "/etc/x",
      "a/../../b",
      "x".repeat(250),
      "..\\..\\x",
      "\u0000",
      "%2e%2e%2f",
    ),
    fc
      .array(fc.constantFrom("..", "/", "\\", "a", ".", "~", "\n"), { maxLength: 12 })
      .map((parts) => parts.join("")),
  );

  it("whatever clusters, namespaces, kinds and names are, in two renders in a row", () => {
    const identity = fc.record({ apiVersion: nasty, kind: nasty, namespace: nasty, name: nasty });
    const some = fc.array(fc.tuple(nasty, identity, nasty), { maxLength: 4 });
    fc.assert(
      fc.property(some, some, (...renders) => {
        const outer = temporaryDirectory();
        const directory = join(outer, "a", "render");
        for (const render of renders) {
          const files = render.map(([cluster, object, key]) => ({
            cluster,
            path: fileOf(object),
            document: { ...object },
            missing: { computed: key === "" ? [] : [key], secrets: [] },
          }));
          writeRendered(directory, files);
          expect(filesIn(outer).filter((path) => !path.startsWith(join("a", "render")))).toEqual([]);
          const keys = new Set(files.map(({ cluster, path }) => `${cluster} ${path}`));
          expect(readRendered(directory)?.size).toBe(keys.size);
          const lists = filesIn(directory).filter((path) =>
            /(^|\/)(kustomization|clusters)\.yaml$/.test(path),
          );
          expect(filesIn(directory)).toHaveLength(keys.size + lists.length);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("a folder that cannot be a render", () => {
  it.each([["the folder itself"], ["a folder above it"]])(
    "is refused when a file is in its place: %s",
    (what) => {
      const path = join(temporaryDirectory(), "file");
      writeFileSync(path, "");
      const directory = what === "the folder itself" ? path : join(path, "below", "deep");
      for (const attempt of [
        () => assertRenderable(directory),
        () => writeRendered(directory, [file("a")]),
      ]) {
        expect(attempt).toThrow(`${path} is not a folder; choose another with --render DIR`);
      }
    },
  );

  it("is refused when something else has the place of a file", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, []);
    mkdirSync(join(directory, file("a").path), { recursive: true });
    expect(() => writeRendered(directory, [file("a")])).toThrow(
      new RegExp(`^${directory} cannot be written: EISDIR: .*; choose another with --render DIR$`),
    );
  });

  it("is refused when its files are no longer YAML", () => {
    const directory = temporaryDirectory();
    writeRendered(directory, [file("a")]);
    writeFileSync(join(directory, file("a").path), "a: [");
    expect(() => readRendered(directory)).toThrow(new RegExp(`^${directory} cannot be read: `));
  });
});
