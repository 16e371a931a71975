import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planCanary } from "../../src/index.js";
import { codeBlocks, pages, read, root } from "./pages.js";
import { type Project, withProject } from "./project.js";

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

test("the program of the repository prints what README shows", async () => {
  const quickstart = { "Pulumi.yaml": "Pulumi.yaml", "Pulumi.dev.yaml": "Pulumi.dev.yaml" };
  const files = Object.entries(quickstart).map(([name, path]) => [
    name,
    readFileSync(join(root, path), "utf8"),
  ]);
  const program = "examples/quickstart/index.ts";
  await withProject({ ...Object.fromEntries(files), [program]: read(program) }, async (project) => {
    await project.command(["preview"]);
    await expectScreen(project, /\$ npm run up -- (.*)\n([\s\S]*?)```/.exec(readme));
  });
});

test("the first program of a newcomer runs as it is written, and prints what README shows", async () => {
  await withProject({ ...namedFiles(), "package.json": manifest() }, async (project) => {
    const first = await project.command(["preview"]);
    expect(first.stderr).toBe("");
    expect(first.stdout).toContain("5 objects to create");
    await expectScreen(project, /\$ npx pulumi-kubernetes-traffic preview (.*)\n([\s\S]*?)```/.exec(readme));
  });
});

test("every command that a page names is a script of the package", () => {
  const { scripts } = JSON.parse(read("package.json"));
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script),
  );
  expect(named).toContain("up");
  expect(named.filter((script) => !Object.keys(scripts).includes(script as string))).toEqual([]);
});

test.each(["docs/proof.md", "docs/proof-modes.md"])(
  "what README and safety.md quote of %s is there",
  (page) => {
    const [, lost, of, changes] =
      /\*\*(\d+) of ([\d ]+) connections were lost in (\d+) changes\*\*/.exec(read(page)) ?? [];
    expect(readme).toMatch(new RegExp(`\\b${lost} of ${of} (connections were lost )?in ${changes} changes`));
    expect(read("docs/safety.md")).toContain(`| ${lost} of ${of} | ${changes} changes |`);
  },
);

test("the picture of a canary step has the pods that planCanary plans", () => {
  const picture = read("docs/canary-step.svg");
  const [before, after] = [25, 75].map((weight) => planCanary({ replicas: 3, weight }));
  expect([before?.stable, before?.canary, after?.stable, after?.canary]).toEqual([3, 1, 1, 3]);
  expect(picture).toContain("Before: 3 stable pods and 1 canary pod; the canary gets 25 %");
  expect(picture).toContain("keeps 1; the canary gets 75 %");
  expect(after?.first).toBe("canary");
});

/** The files that a reader writes: blocks whose first line is a comment with the file's name. */
function namedFiles(): Record<string, string> {
  const named = codeBlocks(readme).flatMap(({ code }) => {
    const [, name] = /^(?:\/\/|#) ([\w.]+)\n/.exec(code) ?? [];
    return name === undefined ? [] : [[name, code] as const];
  });
  expect(named.map(([name]) => name)).toEqual(["Pulumi.yaml", "Pulumi.dev.yaml", "index.ts"]);
  return Object.fromEntries(named);
}

/** The package.json that a reader writes. */
function manifest(): string {
  const [, text] = /^echo '(.*)' > package\.json$/m.exec(readme) ?? [];
  return text ?? "";
}

/** Runs the command with the options of a block, and expects every line of the block but the time it took. */
async function expectScreen(project: Project, block: RegExpExecArray | null) {
  const [, options, screen] = block ?? [];
  const { stdout } = await project.command(["preview", ...(options ?? "").split(" ")]);
  const printed = stdout.split("\n").map(withoutTime);
  const shown = (screen ?? "").split("\n").filter((line) => line !== "" && line !== "…");
  expect(shown.length).toBeGreaterThan(3);
  for (const line of shown) expect(printed).toContain(withoutTime(line));
}

function withoutTime(line: string): string {
  return line.replace(/\d+\.\d s$/, "");
}
