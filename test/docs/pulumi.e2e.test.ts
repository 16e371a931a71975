import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { findPulumi } from "../../src/preview/cli/pulumi.js";
import { commandsIn } from "./commands.js";
import { codeBlocks, pages, read } from "./pages.js";

const real = findPulumi(process.env);
const note = real ? "" : " (skipped: no pulumi on PATH)";

/** The commands of pulumi on all pages, without their arguments. */
const commands = pages
  .flatMap((page) => codeBlocks(read(page)))
  .flatMap(commandsIn)
  .filter(([program]) => program === "pulumi")
  .map(([, ...words]) => ({
    command: words.slice(0, ["config", "package"].includes(words[0] ?? "") ? 2 : 1),
    options: words.filter((word) => word.startsWith("-")),
  }));

test.skipIf(!real)(`pulumi has every command and option of the pages${note}`, () => {
  expect(commands.length).toBeGreaterThan(5);
  for (const { command, options } of commands) {
    const help = execFileSync(real ?? "", [...command, "--help"], { encoding: "utf8" });
    expect(help).toContain(`pulumi ${command.join(" ")}`);
    for (const option of options) expect(help).toContain(option);
  }
});
