import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeBlocks, read, root } from "./pages.js";

const project = mkdtempSync(join(tmpdir(), "runners-"));

/** The files that docs/testing.md shows, by the name in their first line. */
const shown = Object.fromEntries(
  codeBlocks(read("docs/testing.md")).flatMap(({ code }) => {
    const [, name] = /^\/\/ ([\w.]+\.ts)\n/.exec(code) ?? [];
    return name === undefined ? [] : [[name, code]];
  }),
);

/** A module runs once, so this way of planning has resources in the first test only. */
const CACHED = `import assert from "node:assert/strict";
import { planStack } from "pulumi-kubernetes-traffic/testing";
import { test } from "node:test";

const options = { config: { canaryWeight: 20 } };

test("the first plan of a module has its resources", async () => {
  const plan = await planStack(options, () => import("./index"));
  assert.equal(plan.outputs.share, 20);
  assert.equal(plan.resource("CanaryDeployment").name, "myapp");
});

test("the second one is refused", async () => {
  await assert.rejects(planStack(options, () => import("./index")), /registered no resources/);
});

test("an Output that rejects ends the plan", async () => {
  const plan = planStack(options, async () => {
    const { late } = await import("./late");
    late();
  });
  await assert.rejects(plan, /too late/);
});
`;
const LATE = `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export function late() {
  const data = pulumi.output({}).apply(() => Promise.reject(new Error("too late")));
  const first = new k8s.core.v1.ConfigMap("first", { data });
  new k8s.core.v1.ConfigMap("second", {}, { dependsOn: first });
}
`;

/** What each runner calls its test function, and how it starts. */
const RUNNERS: Readonly<Record<string, { readonly imported: string; readonly run: readonly string[] }>> = {
  "node:test": {
    imported: 'import { test } from "node:test"',
    run: ["--import", "tsx", "--test", "--test-reporter", "spec"],
  },
  Mocha: {
    imported: 'import { it as test } from "mocha"',
    run: ["node_modules/mocha/bin/mocha.js", "--require", "tsx", "--timeout", "60000"],
  },
  Vitest: {
    imported: 'import { test } from "vitest"',
    run: ["node_modules/vitest/vitest.mjs", "run", "--testTimeout", "60000"],
  },
  Jest: {
    imported: 'import { test } from "@jest/globals"',
    run: ["node_modules/jest/bin/jest.js", "--testTimeout", "60000"],
  },
};

/** Installs this package and every package that it knows, as npm does: without links to a place outside node_modules. */
function install(): void {
  const modules = join(project, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(join(root, "node_modules"))) {
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  const own = join(modules, "pulumi-kubernetes-traffic");
  for (const part of ["dist", "package.json"]) cpSync(join(root, part), join(own, part), { recursive: true });
}

beforeAll(() => {
  install();
  // Jest runs import() only where it becomes require().
  const compilerOptions = {
    module: "commonjs",
    target: "es2022",
    esModuleInterop: true,
    isolatedModules: true,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ private: true, jest: { preset: "ts-jest" } }),
  );
  for (const name of ["program.ts", "index.ts"]) writeFileSync(join(project, name), shown[name]);
  writeFileSync(join(project, "late.ts"), LATE);
});
afterAll(() => rmSync(project, { recursive: true }));

test.each(Object.entries(RUNNERS))(
  "planStack and checkPolicies work with %s",
  (_runner, { imported, run }) => {
    const files = { "page.test.ts": shown["node.test.ts"], "cached.test.ts": CACHED };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(project, name), text.replace('import { test } from "node:test"', imported));
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [...run, ...Object.keys(files)], {
      cwd: project,
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: project },
    });
    const screen = stdout + stderr;
    expect(status, screen).toBe(0);
    expect(screen).toMatch(/\b5 pass|pass 5|5 passed/);
  },
);
