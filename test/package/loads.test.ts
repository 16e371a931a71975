// Which packages and which of our own folders an import loads. A program with components loads no part of the command:
// no command line, no screen, no schema, no client of the cluster.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { beforeAll, expect, test } from "vitest";

const root = resolve(__dirname, "../..");
const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** What the SDK and the provider's package load by themselves. */
let bySdk: string[];
beforeAll(() => {
  bySdk = load("@pulumi/pulumi", "@pulumi/pulumi/provider", "@pulumi/kubernetes").packages;
});

const SDK = ["@pulumi/pulumi", "@pulumi/kubernetes"];
const COMPONENTS = [
  "bluegreen",
  "canary",
  "cluster", // why a step failed: read only then, and its client is loaded only then
  "contract",
  "diagnostics",
  "kubeproxy",
  "kubernetes",
  "resources",
  "workload",
];

test.each([
  {
    entry: ".",
    packages: [
      ...SDK,
      "fastest-levenshtein", // "did you mean"
    ],
    folders: COMPONENTS,
  },
  {
    entry: "./plugin",
    packages: [...SDK, "fastest-levenshtein"],
    folders: [...COMPONENTS, "plugin"],
  },
  {
    entry: "./testing",
    packages: ["@pulumi/pulumi", "fastest-levenshtein", "yaml"],
    folders: ["contract", "diagnostics", "policies", "preview", "testing"],
  },
  {
    entry: "./policies",
    packages: ["fastest-levenshtein", "yaml"],
    folders: ["contract", "diagnostics", "policies"],
  },
  {
    entry: "./release",
    packages: ["fastest-levenshtein", "yaml"],
    folders: ["diagnostics", "preview", "release"],
  },
])("the import of $entry loads what it uses", ({ entry, packages, folders }) => {
  const loaded = load(exports[entry].default);
  const sdk = loaded.packages.includes("@pulumi/pulumi") ? bySdk : [];
  expect(loaded.packages.filter((name) => SDK.includes(name) || !sdk.includes(name))).toEqual(
    [...packages].sort(),
  );
  expect(loaded.folders).toEqual([...folders].sort());
});

test("every entry point is listed", () => {
  const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");
  expect([...entries].sort()).toEqual([".", "./plugin", "./policies", "./release", "./testing"]);
});

/** Loads modules in a process of their own, and returns where its files are from. */
function load(...names: string[]): { packages: string[]; folders: string[] } {
  const script = `${names.map((name) => `require(${JSON.stringify(name)});`).join("")}
    console.log(JSON.stringify(Object.keys(require.cache)))`;
  const stdout = execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" });
  const packages = new Set<string>();
  const folders = new Set<string>();
  for (const file of JSON.parse(stdout) as string[]) {
    const [, inPackages] = file.split(/.*[\\/]node_modules[\\/]/);
    const parts = (inPackages ?? file.slice(root.length + 1)).split(sep);
    if (inPackages) packages.add(parts.slice(0, parts[0].startsWith("@") ? 2 : 1).join("/"));
    else if (parts.length > 2) folders.add(parts[1]);
  }
  return { packages: [...packages].sort(), folders: [...folders].sort() };
}
