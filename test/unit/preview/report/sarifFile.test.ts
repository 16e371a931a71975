import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProject } from "../../../../src/preview/project/project.js";
import { assertSarifFile, sourceOf, writeSarif } from "../../../../src/preview/report/sarifFile.js";
import { temporaryDirectory } from "../support.js";

/** The project in the folder `at` of a repository with these files, and the path that SARIF gets. */
function source(files: Readonly<Record<string, string>>, at = "", repository = true): string {
  const root = temporaryDirectory();
  if (repository) mkdirSync(join(root, ".git"));
  const all = { [join(at, "Pulumi.yaml")]: "name: app\nruntime: nodejs\n", ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return sourceOf(findProject(join(root, at)));
}

const runtime = "name: app\nruntime: nodejs\n";

describe("sourceOf", () => {
  it.each<[string, string, Readonly<Record<string, string>>, string]>([
    ["the default file", "index.ts", { "index.ts": "" }, ""],
    ["the default file below the root", "infra/app/index.js", { "infra/app/index.js": "" }, "infra/app"],
    [
      "main of package.json",
      "src/app.ts",
      { "package.json": '{"main": "src/app.ts"}', "src/app.ts": "" },
      "",
    ],
    [
      "the source of a main that a build makes",
      "src/app.ts",
      { "package.json": '{"main": "src/app.js"}', "src/app.ts": "" },
      "",
    ],
    ["main without an extension", "app.mjs", { "package.json": '{"main": "./app"}', "app.mjs": "" }, ""],
    ["a folder as main", "src/index.ts", { "package.json": '{"main": "src"}', "src/index.ts": "" }, ""],
    [
      "main of Pulumi.yaml, a folder",
      "src/index.ts",
      { "Pulumi.yaml": `${runtime}main: src\n`, "src/index.ts": "" },
      "",
    ],
    [
      "main of Pulumi.yaml, a file",
      "src/a b.ts",
      { "Pulumi.yaml": `${runtime}main: src/a b.ts\n`, "src/a b.ts": "" },
      "",
    ],
    ["Pulumi.yaml when there is no such file", "infra/Pulumi.yaml", {}, "infra"],
    ["Pulumi.yaml when package.json cannot be read", "Pulumi.yaml", { "package.json": "{" }, ""],
  ])("is relative to the repository: %s", (_, expected, files, at) => {
    expect(source(files, at)).toBe(expected);
  });

  it("is relative to the project without a repository", () => {
    expect(source({ "infra/index.ts": "" }, "infra", false)).toBe("index.ts");
  });

  it("is Pulumi.yaml for a program outside of it", () => {
    const files = { "infra/Pulumi.yaml": `${runtime}main: ../shared\n`, "shared/index.ts": "" };
    expect(source(files, "infra", false)).toBe("Pulumi.yaml");
  });
});

describe("writeSarif", () => {
  const violation = {
    pack: "p",
    policy: "rule",
    level: "mandatory",
    urn: "urn:pulumi:s::p::t::n",
    name: "n",
    message: "wrong",
    description: "A rule.",
    remediationSteps: "",
    url: "",
  } as const;
  const result = {
    packs: [{ name: "p", version: "1", policies: 1 }],
    violations: [violation],
    passed: 0,
    failed: 1,
    judged: 1,
    advised: 0,
  };

  it("makes the folder, and gives every result a place in the repository and no path of this machine", async () => {
    const root = temporaryDirectory();
    mkdirSync(join(root, ".git"));
    writeFileSync(join(root, "Pulumi.yaml"), `${runtime}main: größe/my app.ts\n`);
    mkdirSync(join(root, "größe"));
    writeFileSync(join(root, "größe", "my app.ts"), "");
    const file = join(root, "reports", "deep", "policies.sarif");
    await writeSarif(file, result, findProject(root));
    const text = readFileSync(file, "utf8");
    const [run] = JSON.parse(text).runs;
    expect(run.results[0].locations[0].physicalLocation.artifactLocation).toMatchObject({
      uri: "gr%C3%B6%C3%9Fe/my%20app.ts",
      uriBaseId: "%SRCROOT%",
    });
    expect(run.results[0].locations[0].physicalLocation.region.startLine).toBe(1);
    for (const { location } of run.artifacts) expect(location.uriBaseId).toBe("%SRCROOT%");
    expect(Object.keys(run.originalUriBaseIds)).toEqual(["%SRCROOT%"]);
    expect(text).not.toContain(root);
  });

  it("explains a file that cannot be written", async () => {
    const root = temporaryDirectory();
    writeFileSync(join(root, "Pulumi.yaml"), runtime);
    const below = join(root, "Pulumi.yaml", "policies.sarif");
    await expect(writeSarif(below, result, findProject(root))).rejects.toThrow(
      new RegExp(`^--sarif ${below} cannot be written: E[A-Z]+: .*; give another path$`),
    );
  });

  it("refuses a folder before the program runs", () => {
    const root = temporaryDirectory();
    expect(() => assertSarifFile(root)).toThrow(`--sarif ${root} is a folder; give the path of a file`);
    expect(() => assertSarifFile(join(root, "new", "file"))).not.toThrow();
  });
});
