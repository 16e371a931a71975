import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { findPulumi } from "../../../../src/preview/cli/pulumi.js";
import { command, programDirectory, temporaryDirectory } from "../support.js";

describe("findPulumi", () => {
  it("returns the first executable on PATH", () => {
    const [empty, plain, good] = [temporaryDirectory(), temporaryDirectory(), temporaryDirectory()];
    writeFileSync(join(plain, "pulumi"), "", { mode: 0o644 });
    writeFileSync(join(good, "pulumi"), "", { mode: 0o755 });
    expect(findPulumi({ PATH: [empty, plain, good].join(delimiter) })).toBe(join(good, "pulumi"));
    expect(findPulumi({ PATH: empty })).toBeUndefined();
    expect(findPulumi({})).toBeUndefined();
  });
});

it("up: --kubeconfig requires the Pulumi CLI", async () => {
  const { code, stderr } = await command(["up", "--cwd", programDirectory("kitchen"), "--kubeconfig", "k"]);
  expect([code, stderr]).toEqual([
    1,
    "error: --kubeconfig needs the Pulumi CLI, and there is no pulumi on PATH (get it: pulumi.com/docs/install)\n",
  ]);
});
