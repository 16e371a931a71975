import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { planCanary } from "../../src/index.js";

const root = resolve(__dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

test("the table of weights is what planCanary says", () => {
  const rows = [
    ...readme.matchAll(/^\| (\d+)(?:, `maxPods: (\d+)`)? \| (\d+) \| (\d+) \+ (\d+) \| ([\d.]+) % \|$/gm),
  ];
  expect(rows.length).toBeGreaterThan(4);
  for (const [row, replicas, maxPods, weight, stable, canary, achieved] of rows) {
    const asked = {
      replicas: Number(replicas),
      weight: Number(weight),
      maxPods: maxPods ? Number(maxPods) : undefined,
    };
    const plan = planCanary(asked);
    expect({ row, stable: plan.stable, canary: plan.canary }).toEqual({
      row,
      stable: Number(stable),
      canary: Number(canary),
    });
    expect(plan.achieved).toBeCloseTo(Number(achieved), 1);
  }
});

test("the screen is what the command prints", () => {
  const rendered = mkdtempSync(join(tmpdir(), "readme-"));
  const preview = (...args: string[]) => {
    const command = [
      join(root, "dist/preview/cli/main.js"),
      "preview",
      "--cwd",
      root,
      "--render",
      rendered,
      ...args,
    ];
    return spawnSync(process.execPath, command, { encoding: "utf8" }).stdout;
  };
  const [, options, screen] = /\$ npm run up -- (.*)\n([\s\S]*?)```/.exec(readme) ?? [];
  preview();
  const printed = preview(...(options ?? "").split(" ")).split("\n");
  rmSync(rendered, { recursive: true });
  // The first line depends on whether there is a pulumi on PATH, the last one on the machine.
  const shown = (screen ?? "")
    .split("\n")
    .filter((line) => line !== "" && line !== "…")
    .slice(1, -1);
  expect(shown.length).toBeGreaterThan(6);
  for (const line of shown) expect(printed).toContain(line);
  const counts = /^2 objects change, 9 stay/m;
  expect(screen).toMatch(counts);
  expect(printed.join("\n")).toMatch(counts);
});

test("every command it names is a script of the package", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script);
  expect(named).toContain("up");
  for (const script of named) expect(Object.keys(scripts)).toContain(script);
});

const pages = [
  "README.md",
  "examples/policy-pack/README.md",
  ...readdirSync(join(root, "docs")).map((page) => `docs/${page}`),
];

test.each(pages)("every file that %s links to exists", (page) => {
  const text = readFileSync(join(root, page), "utf8");
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link as string);
  const missing = links.filter((link) => !existsSync(join(root, dirname(page), link)));
  expect(missing).toEqual([]);
});
