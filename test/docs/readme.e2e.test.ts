import { expect, test } from "vitest";
import { codeBlocks, read } from "./pages.js";
import { type Project, withProject } from "./project.js";

const readme = read("README.md");

test("the program of the repository prints what README shows", async () => {
  const names = ["Pulumi.yaml", "Pulumi.dev.yaml", "examples/quickstart/index.ts"];
  await withProject(Object.fromEntries(names.map((name) => [name, read(name)])), async (project) => {
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
