import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { codeBlocks, read, root } from "./pages.js";

const fromPackage = createRequire(join(root, "package.json"));

/** The blocks of the page by the file name in their first line. */
const files = new Map(
  codeBlocks(read("docs/testing.md")).flatMap(({ code }) => {
    const [, name] = /^\/\/ ([\w.]+)\.ts\n/.exec(code) ?? [];
    return name === undefined ? [] : [[name, code] as const];
  }),
);

/** Runs a block as a CommonJS module, as ts-node and most test runners do. Its tests become tests of this file. */
function load(name: string): Record<string, unknown> {
  const module = ts.ModuleKind.CommonJS;
  const { outputText } = ts.transpileModule(files.get(name) as string, { compilerOptions: { module } });
  const exported: Record<string, unknown> = {};
  const require = (path: string) => {
    if (path === "vitest") return { expect, test };
    return path.startsWith("./") ? load(path.slice(2)) : fromPackage(path);
  };
  new Function("exports", "require", outputText)(exported, require);
  return exported;
}

// The test for Node's own runner is one of runners.e2e.test.ts.
for (const name of files.keys()) if (/^(program|policies)\.test$/.test(name)) load(name);

test("the page has a program, its entry point, and tests of both kinds", () => {
  expect([...files.keys()]).toEqual(["program", "index", "program.test", "policies.test", "node.test"]);
});
