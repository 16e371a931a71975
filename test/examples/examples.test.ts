import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { command } from "../unit/preview/support.js";

const root = resolve(__dirname, "../..");
const programs = readdirSync(join(root, "examples")).filter(
  (name) => name !== "quickstart" && existsSync(join(root, "examples", name, "Pulumi.yaml")),
);

/** The screen without its first line, which depends on PATH, and without the duration. */
async function screenOf(example: string): Promise<string> {
  const directory = join(root, "examples", example);
  const { code, stdout, stderr } = await command([
    "preview",
    "--cwd",
    directory,
    "--stack",
    "dev",
    "--no-write",
  ]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout.replace(/^offline preview.*\n\n/, "").replace(/\d+\.\d s$/m, "… s");
}

test.each(programs)("examples/%s is planned, and shows", async (example) => {
  await expect(await screenOf(example)).toMatchFileSnapshot(`screens/${example}.txt`);
});
