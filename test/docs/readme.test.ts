import { expect, test } from "vitest";
import { planCanary } from "../../src/index.js";
import { pages, read } from "./pages.js";

const readme = read("README.md");

test("the table of weights is what planCanary plans", () => {
  const rows = [
    ...readme.matchAll(/^\| (\d+)(?:, `maxPods: (\d+)`)? \| (\d+) \| (\d+) \+ (\d+) \| ([\d.]+) % \|$/gm),
  ].map((row) => row.slice(1).map((cell) => (cell === undefined ? undefined : Number(cell))));
  expect(rows.length).toBeGreaterThan(4);
  for (const [replicas = 0, maxPods, weight = 0, ...pods] of rows) {
    const { stable, canary, achieved } = planCanary({ replicas, weight, maxPods });
    expect({ replicas, weight, pods }).toEqual({
      replicas,
      weight,
      pods: [stable, canary, Number(achieved.toFixed(1))],
    });
  }
});

test("the lowest versions are those of package.json", () => {
  const { peerDependencies } = JSON.parse(read("package.json"));
  for (const name of ["@pulumi/pulumi", "@pulumi/kubernetes"]) {
    expect(readme).toContain(`\`${name}\` ${peerDependencies[name].replace("^", "")}`);
  }
});

test("every command that a page names is a script of the package", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script),
  );
  expect(named).toContain("up");
  expect(named.filter((script) => !Object.keys(scripts).includes(script as string))).toEqual([]);
});

test.each(["docs/proof.md", "docs/proof-direct.md", "docs/proof-standby.md", "docs/proof-modes.md"])(
  "what README and safety.md quote of %s is there",
  (page) => {
    const [, lost, of, changes] =
      /\*\*(\d+) of ([\d ]+) connections were lost in (\d+) changes\*\*/.exec(read(page)) ?? [];
    expect(readme).toMatch(new RegExp(`\\b${lost} of ${of} (connections were lost )?in ${changes} changes`));
    expect(read("docs/safety.md")).toContain(`| ${lost} of ${of} | ${changes} changes |`);
  },
);
