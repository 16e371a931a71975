import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pages, read, root } from "./pages.js";

/** A block below `<!-- screen: NAME -->` quotes what examples/NAME prints. */
const quoted = pages.flatMap((page) =>
  [...read(page).matchAll(/<!-- screen: ([\w-]+) -->\n```\n([\s\S]*?)```/g)].map(([, name, lines]) => ({
    page,
    name: name as string,
    lines: (lines as string).trimEnd().split("\n"),
  })),
);

test.each(quoted)("$page shows what examples/$name prints", ({ name, lines }) => {
  const screen = readFileSync(join(root, "test/examples/screens", `${name}.txt`), "utf8").split("\n");
  expect(lines.filter((line) => !screen.includes(line))).toEqual([]);
});

test("there are such blocks", () => {
  expect(quoted.map(({ name }) => name)).toContain("route");
});
