import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { skipReason } from "../../support/needs.js";
import { startCommand } from "../preview/spawn.js";
import { blueGreenProject, canaryProject } from "./realRelease.js";
import { lack, until } from "./stack/realStack.js";

describe("release demo", () => {
  it("ends as usual when nobody reads its output any more", async () => {
    const { child, ended } = startCommand(["release", "demo"]);
    child.stdout.destroy();
    child.stderr.destroy();
    expect(await ended).toMatchObject({ code: 0 });
  });
});

const skipped = skipReason("releases by the command and the real pulumi", lack);

describe.skipIf(skipped !== undefined)("release, with the real pulumi", { timeout: 300_000 }, () => {
  it("promotes a good version, although its run is killed in the middle", async () => {
    const project = canaryProject("v2");
    const killed = project.start("run");
    await until(() => String(project.config()["shop:canaryWeight"]) === "50");
    killed.child.kill("SIGKILL");
    expect(await killed.ended).toMatchObject({ code: null });

    const journal = join(project.root, "journal.jsonl");
    const { code, stdout, stderr } = await project.release(`run --journal ${journal}`);
    expect({ code, stdout, stderr }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^promoted: .*\n$/),
    });
    expect(project.config()).toMatchObject({ "shop:canaryWeight": "0", "shop:stableVersion": "v2" });
    expect(project.config()).not.toHaveProperty("shop:canaryVersion");
    expect(await project.status()).toMatchObject({ phase: "promoted", from: "v1", to: "v2", asked: 100 });
    expect(await project.release(`replay ${journal}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("errors"),
    });
  });

  it("promotes it by steps of a schedule", async () => {
    const project = canaryProject("v2");
    const codes = await project.steps();
    expect(codes.at(-1)).toBe(0);
    expect(codes.length).toBeGreaterThan(2);
    expect(project.config()).toMatchObject({ "shop:canaryWeight": "0", "shop:stableVersion": "v2" });
    expect(await project.release("step")).toMatchObject({ code: 0 });
  });

  it("goes back when a person asks for it, and when the evidence does", async () => {
    const project = canaryProject("v2-bad");
    const back = { "shop:canaryWeight": "0", "shop:stableVersion": "v1", "shop:canaryVersion": "v2-bad" };
    expect(await project.release("step")).toMatchObject({ code: 3 });
    expect(await project.status()).toMatchObject({ phase: "going", asked: 50 });
    expect(await project.release("abort")).toMatchObject({ code: 4 });
    expect(project.config()).toMatchObject(back);

    expect(await project.release("run")).toMatchObject({ code: 4 });
    const again = await project.release("run --again");
    expect(again).toMatchObject({ code: 4, stdout: expect.stringMatching(/^rolled back: /) });
    expect(project.config()).toMatchObject(back);
    const { decisions } = await project.status();
    expect(decisions.map(({ text }) => text)).toEqual([
      expect.stringContaining("roll back: errors: "),
      expect.stringContaining("50 %: the release begins"),
    ]);
  });

  it("flips to a good color, and retires the old one", async () => {
    const project = blueGreenProject("v2");
    const { code, stderr } = await project.release("run");
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(project.config()).toMatchObject({ "shop:activeColor": "green", "shop:standbyReplicas": "0" });
    const { decisions } = await project.status();
    expect(decisions.map(({ text }) => /^(\w+): /.exec(text)?.[1])).toEqual(["retire", "flip", "preview"]);
  });
});
