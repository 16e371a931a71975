import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(__dirname, "../..");
const programs = readdirSync(join(root, "examples")).filter(
  (name) => name !== "quickstart" && existsSync(join(root, "examples", name, "Pulumi.yaml")),
);

/** The screen without its first line, which depends on whether there is a pulumi on PATH, and without the time it took. */
function screenOf(example: string): string {
  const main = join(root, "dist/preview/cli/main.js");
  const args = [main, "preview", "--cwd", join(root, "examples", example), "--stack", "dev", "--no-write"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout.replace(/^offline preview.*\n\n/, "").replace(/\d+\.\d s$/m, "… s");
}

test.each(programs)("examples/%s is planned, and shows", async (example) => {
  await expect(screenOf(example)).toMatchFileSnapshot(`screens/${example}.txt`);
});
