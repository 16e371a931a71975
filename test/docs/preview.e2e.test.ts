import { expect, test } from "vitest";
import { read } from "./pages.js";
import { withProject } from "./project.js";

const options = (text: string) => new Set(text.match(/(?<![\w-])--[a-z][a-z-]*/g));

test("docs/preview.md and docs/status.md have every option of the command, and no other", async () => {
  const { stdout } = await withProject({}, ({ command }) => command(["--help"]));
  const table = ["docs/preview.md", "docs/status.md"].flatMap((page) =>
    read(page)
      .split("\n")
      .filter((line) => /^\| `-/.test(line)),
  );
  const documented = options(table.map((row) => row.split("|")[1]).join("\n"));
  expect([...documented].sort()).toEqual([...options(stdout)].sort());
});
