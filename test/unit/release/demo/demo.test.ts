import { describe, expect, it } from "vitest";
import { command } from "../../preview/support.js";

describe("release demo", () => {
  it("plays each version to the end that it announces", async () => {
    const { code, stdout } = await command(["release", "demo"]);
    expect(code).toBe(0);
    const ends = ["v2 was promoted.", "v3 was rolled back.", "v4 was rolled back."];
    expect(stdout.split("\n").filter((line) => / was /.test(line))).toEqual(ends);
  });

  it("plays the same traffic again, and another one for another seed", async () => {
    const play = (seed: string) => command(["release", "demo", "--version", "errors", "--seed", seed]);
    const [first, again, other] = [await play("1"), await play("1"), await play("2")];
    expect(again).toEqual(first);
    expect(other).toMatchObject({ code: 0, stdout: first.stdout });
    expect(other.stderr).not.toBe(first.stderr);
  });

  it("plays only the version that is asked for", async () => {
    const { stdout } = await command(["release", "demo", "--version", "load"]);
    expect(stdout).toContain("v4 was rolled back.");
    expect(stdout).not.toMatch(/v[23] was/);
  });

  it("does not announce what has no evidence", async () => {
    const { stderr } = await command(["release", "demo", "--version", "good"]);
    expect(stderr).toContain("evidence counts from the first step on");
    expect(stderr).not.toMatch(/NaN|undefined|Infinity/);
  });
});
