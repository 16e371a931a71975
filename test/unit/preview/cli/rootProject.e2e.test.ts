import { resolve } from "node:path";
import { expect, test } from "vitest";
import { spawnCommand } from "../spawn.js";

// The README's program in its own process. rootProject.test.ts tries every config value.
const root = resolve(__dirname, "../../../..");
const preview = (...args: string[]) =>
  spawnCommand(["preview", "--cwd", root, "--stack", "dev", "--no-write", ...args]);

test("golden render: as configured", async () => {
  const { stdout, stderr } = await preview("--yaml");
  expect(stderr).toBe("");
  await expect(stdout).toMatchFileSnapshot("golden/as-configured.yaml");
});

test("a bad config value is refused without a stack trace", async () => {
  const { code, stderr } = await preview("--config", "canaryWeight=120");
  expect(code).toBe(1);
  expect(stderr).toMatch(/weight: 120 is not a share of the connections; give a number from 0 to 100/);
  expect(stderr).not.toMatch(/ at .*\.js:\d+/); // no stack trace: the message has the remedy
});

test("the example policy pack accepts the program, and refuses a weight of 80 as README says", async () => {
  const pack = ["--policy-pack", resolve(root, "examples/policy-pack")];
  expect((await preview(...pack)).code).toBe(0);
  const { code, stderr } = await preview(...pack, "--config", "canaryWeight=80");
  expect(code).toBe(1);
  expect(stderr).toMatch(/refused by policy: 1 mandatory violation/);
});
