// What `npm pack` puts into the package.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(__dirname, "../..");
const PACK = ["pack", "--dry-run", "--json", "--ignore-scripts"];
const [packed] = JSON.parse(execFileSync("npm", PACK, { cwd: root, encoding: "utf8", stdio: "pipe" }));
const sizes = new Map<string, number>(
  packed.files.map(({ path, size }: { path: string; size: number }) => [path, size]),
);
const files = [...sizes.keys()];

test("has the compiled code, its sources, the schema and the papers", () => {
  expect([...new Set(files.map((file) => file.split("/")[0]))].sort()).toEqual([
    "LICENSE",
    "README.md",
    "dist", // what runs, and its types
    "package.json",
    "schemas", // with which editors complete release.yaml
    "src", // what the source maps of dist point to: stack traces and "go to definition" show it
  ]);
});

test("has each source and what the compiler makes of it, and nothing else in dist", () => {
  const made = files
    .filter((file) => file.startsWith("src/") && file.endsWith(".ts"))
    .map((file) => file.slice("src/".length, -".ts".length))
    .flatMap((name) => [`dist/${name}.js`, `dist/${name}.js.map`, `dist/${name}.d.ts`]);
  expect(
    files.filter((file) => file.startsWith("dist/")).sort(),
    "dist has files of deleted sources: rm -rf dist && npm run build",
  ).toEqual(made.sort());
});

test("has the source of each source map", () => {
  const lost = files
    .filter((file) => file.endsWith(".map"))
    .flatMap((file) => {
      const { sources } = JSON.parse(readFileSync(join(root, file), "utf8"));
      return sources.map((source: string) => posix.join(dirname(file), source));
    })
    .filter((source) => !sizes.has(source));
  expect(lost).toEqual([]);
});

test("has every file that the code reads at run time", () => {
  const read = execFileSync("git", ["ls-files", "src"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((file) => file && !file.endsWith(".ts"));
  expect(read).not.toEqual([]);
  expect(files).toEqual(expect.arrayContaining(read));
});

test("has no file that is as large as generated or bundled ones", () => {
  // The largest source has 15 kB and the schema of release.yaml 30.
  expect(Object.fromEntries([...sizes].filter(([, size]) => size > 40_000))).toEqual({});
});

test("is under a third of what @pulumi/kubernetes adds, which each user installs", () => {
  expect(packed.unpackedSize).toBeLessThan(size(join(root, "node_modules/@pulumi/kubernetes")) / 3);
});

function size(directory: string): number {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((file) => statSync(join(directory, file)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}
