import { describe, expect, it } from "vitest";
import {
  abort,
  BLUE_GREEN,
  blueGreenWorld,
  failing,
  isAt,
  run,
  runUntil,
  specOf,
  statusNow,
  step,
  stepOnce,
  weightsOf,
  withPorts,
  worldAt,
  worldOf,
} from "./releases.js";

const DIFFERS = "the stack file differs from the last update of the release of myapp: ";
const REMEDY = "; set the values back, fetch the newest stack file from git, or run release abort to go back";

describe("a stack file that a person edits in the middle of a release", () => {
  it("stops with the weight of a later step, and aborts", async () => {
    const world = await worldAt(10);
    world.config.weight = "50";
    const { as, why } = await run(world);
    expect([as, why]).toEqual(["stopped", `${DIFFERS}weight is 50, and the last update had 10${REMEDY}`]);
    expect(await statusNow(world)).toMatchObject({ phase: "stopped", asked: 10, from: "v1" });
    expect(await abort(world)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ weight: "0" });
  });

  it("stops with a key that is removed, and one that is a secret now", async () => {
    const world = await worldAt(10);
    delete world.config.weight; // secrets are absent, too
    expect(await run(world)).toMatchObject({
      as: "stopped",
      why: `${DIFFERS}weight is absent, and the last update had 10${REMEDY}`,
    });
  });

  it("goes on with the same weight written as 10.0", async () => {
    const world = await worldAt(10);
    world.config.weight = "10.0";
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("does not take version 1.10 for 1.1", async () => {
    const behaviors = { "1.0": failing(0.001), "1.1": failing(0.001), "1.10": failing(0.001) };
    const config = { weight: "0", stable: "1.0", canary: "1.1" };
    const world = worldOf({ behaviors, config });
    await run(world);
    expect(world.live).toMatchObject({ stable: "1.1" });
    world.config.canary = "1.10";
    await run(world);
    expect(world.live).toEqual({ weight: "0", stable: "1.10" });
  });

  it("does not go on to the next step without evidence", async () => {
    const world = await worldAt(10);
    world.config.weight = "25";
    expect(await run(world)).toMatchObject({
      as: "stopped",
      why: expect.stringMatching(
        /^the config has 25 % already, but the evidence does not allow it: errors: /,
      ),
    });
    expect(world.live).toMatchObject({ weight: "10" });
  });

  it("does not promote without evidence", async () => {
    const world = await worldAt(100);
    Object.assign(world.config, { weight: "0", stable: "v2" });
    delete world.config.canary;
    expect(await run(world)).toMatchObject({
      as: "stopped",
      why: expect.stringMatching(/^the config has promote already, but the evidence does not allow it: /),
    });
    expect(await abort(world)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ stable: "v1", weight: "0" });
  });

  it("runs the checks before the step that is written", async () => {
    const world = await worldAt(10);
    world.pass(600_000);
    world.config.weight = "25";
    const checks = { run: async () => ({ passed: false, text: "answered 503" }) };
    const spec = specOf({ checks: [{ check: "command", command: "true", timeout: 1 }] });
    const end = await stepOnce(withPorts(world, { checks }), spec);
    expect(end).toMatchObject({ as: "rolledBack", why: "check failed: answered 503" });
  });

  it("goes on to the step that is written when the evidence allows it", async () => {
    const world = await worldAt(10);
    world.pass(600_000);
    world.config.weight = "25";
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("goes back when the weight is 0", async () => {
    const world = await worldAt(25);
    world.config.weight = "0";
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ weight: "0", stable: "v1" });
  });

  it("puts back the weight of a version that was rolled back", async () => {
    const world = await worldAt(25);
    await abort(world);
    world.config.weight = "50";
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(world.config).toMatchObject({ weight: "0" });
  });

  it("stops with other versions", async () => {
    const world = await worldAt(25);
    world.config.canary = "v3";
    const { as, why } = await run(world);
    expect([as, why]).toEqual([
      "stopped",
      "the config changed the versions from v1 to v2 into v1 to v3 in the middle of the release of myapp; " +
        "set them back, or run release abort before the next version",
    ]);
  });

  it("stops with the file of a branch from before the promotion", async () => {
    const world = await worldAt(50);
    const stale = { ...world.config };
    await run(world);
    world.config = stale;
    const end = await run(world);
    expect([end.as, end.why]).toEqual([
      "stopped",
      "the config still releases myapp from v1 to v2, which the history shows as promoted; " +
        "fetch the newest stack file from git, or set the stable version by hand",
    ]);
    expect(await abort(world)).toMatchObject({ as: "stopped" });
    expect(world.live).toMatchObject({ stable: "v2" });
  });

  it("stops with other steps in release.yaml", async () => {
    const world = await worldAt(25);
    const { release } = specOf();
    const spec = specOf({ release: { ...release, steps: [step(5), step(50), step(100)] } as typeof release });
    const { as, why } = await run(world, spec);
    expect([as, why]).toEqual([
      "stopped",
      "the steps in the file changed in the middle of the release of myapp: step 2, which update 3 went to, is 50 % now; " +
        "set them back, or run release abort",
    ]);
    expect(await abort(world, spec)).toMatchObject({ as: "rolledBack" });
  });
});

describe("a stack file before the first step", () => {
  it.each([
    [{ stable: undefined }, "stopped", "the config has no stable; set it to the version that serves now"],
    [{ canary: undefined }, "idle", "there is no new version: set canary to one"],
    [{ canary: "v1" }, "idle", "canary is the stable version v1 already"],
    [
      { weight: "many" },
      "stopped",
      "weight is many, which no release driver has set; set it to 0 and run pulumi up",
    ],
    [
      { weight: "30" },
      "stopped",
      "weight is 30, which no release driver has set; set it to 0 and run pulumi up",
    ],
    [
      { stable: "v0" },
      "stopped",
      "stable changes from v1 to v0 outside of a release; run pulumi up, or set it back",
    ],
  ])("with %j ends as %s", async (changes, as, why) => {
    const world = worldOf();
    Object.assign(world.config, changes);
    for (const [key, value] of Object.entries(changes)) if (value === undefined) delete world.config[key];
    const end = await run(world);
    expect([end.as, end.why]).toEqual([as, why]);
    expect(world.updates).toHaveLength(1);
  });

  it("with a removed weight begins", async () => {
    const world = worldOf();
    delete world.config.weight;
    expect(await run(world)).toMatchObject({ as: "promoted" });
    expect(weightsOf(world).slice(1)).toEqual(["10", "25", "50", "100", "0"]);
  });
});

describe("a blue-green release whose file a person edits", () => {
  const spec = specOf({ release: BLUE_GREEN });

  it("does not release the old color after the file names the new one", async () => {
    const world = blueGreenWorld();
    world.config.color = "green";
    const { as, why } = await run(world, spec);
    expect([as, why]).toEqual([
      "stopped",
      "color is green, but blue has the connections; run pulumi up, or set it back",
    ]);
  });

  it("continues a first step that flips, and whose driver died before its update", async () => {
    const flipping = specOf({
      release: { ...BLUE_GREEN, steps: BLUE_GREEN.steps.slice(1) } as typeof BLUE_GREEN,
    });
    const world = blueGreenWorld();
    world.config.color = "green";
    expect(await run(world, flipping)).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ color: "green" });
  });

  it("does not take another size of the preview for the way back", async () => {
    const world = blueGreenWorld();
    await runUntil(world, isAt(0), spec);
    world.config.standby = "2";
    expect(await run(world, spec)).toMatchObject({
      as: "stopped",
      why: `${DIFFERS}standby is 2, and the last update had 3${REMEDY}`,
    });
  });

  it("does not flip to a version that came into the program since", async () => {
    const world = blueGreenWorld();
    await runUntil(world, isAt(0), spec);
    world.colors = { blue: "v1", green: "v3" };
    const { as, why } = await run(world, spec);
    expect([as, why]).toEqual([
      "stopped",
      "the program gives green version v3 now, and this release of myapp is of v2; " +
        "set it back, or run release abort before the next version",
    ]);
    expect(world.live).toMatchObject({ color: "blue" });
    expect(await abort(world, spec)).toMatchObject({ as: "rolledBack" });
    expect(await statusNow(world, spec)).toMatchObject({ phase: "ready", from: "v1", to: "v3" });
  });
});
