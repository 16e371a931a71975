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
  weightsOf,
  worldAt,
} from "./releases.js";

const MOVED =
  "update 3, which is not the release driver's, set weight 25, stable v1, canary v2 in the middle of the release of " +
  "myapp; run release abort to go back, or add --take-over to go on from there";

describe("an update of another tool", () => {
  it("that changes nothing changes nothing", async () => {
    const world = await worldAt(10);
    const before = await statusNow(world);
    await world.up({}, "by hand");
    const after = await statusNow(world);
    expect(after.decisions).toEqual(before.decisions);
    expect(after.steps[0]?.from).toBe(before.steps[0]?.from);
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("that changes something else makes the counting begin again", async () => {
    const world = await worldAt(10);
    world.pass(120_000);
    expect((await statusNow(world)).indicators[0]?.windows).not.toHaveLength(0);
    await world.up({ other: "changed" }, "by hand");
    const status = await statusNow(world);
    expect(status).toMatchObject({ phase: "going", asked: 10 });
    expect(status.indicators[0]?.windows).toHaveLength(0);
    expect(status.decisions[0]).toMatchObject({
      version: 3,
      text: "another tool changed the stack: counting begins again",
    });
    const [foreign] = world.updates;
    const next = await runUntil(world, isAt(25));
    for (const { from } of next.indicators[0]?.windows ?? []) {
      expect(from).toBeGreaterThanOrEqual((foreign?.ended ?? 0) + 30_000);
    }
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("that sets the weight of a step stops the release, until a person takes it over", async () => {
    const world = await worldAt(10);
    await world.up({ weight: "25" }, "by hand");
    expect(await run(world)).toMatchObject({ as: "stopped", why: MOVED });
    expect(await statusNow(world)).toMatchObject({ phase: "stopped", asked: 25, from: "v1", to: "v2" });
    expect(await run(world, specOf(), { takeOver: true })).toMatchObject({ as: "promoted" });
    expect(weightsOf(world)).toEqual(["0", "10", "25", "25", "50", "100", "0"]);
  });

  it("that sets any other weight offers only the way back", async () => {
    const world = await worldAt(10);
    await world.up({ weight: "30" }, "by hand");
    const { as, why } = await run(world, specOf(), { takeOver: true });
    expect([as, why]).toEqual(["stopped", MOVED.replace("weight 25", "weight 30").replace(/, or add.*/, "")]);
    expect(await abort(world)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ weight: "0", stable: "v1" });
  });

  it("that sets the weight to 0 ends the release", async () => {
    const world = await worldAt(25);
    await world.up({ weight: "0" }, "by hand");
    const { length } = world.updates;
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(world.updates).toHaveLength(length);
    expect(await run(world, specOf(), { again: true })).toMatchObject({ as: "promoted" });
  });

  it("that sets the weight to 0 leaves room for the next version", async () => {
    const world = await worldAt(25, {
      behaviors: { v1: failing(0.001), v2: failing(0.001), v3: failing(0.001) },
    });
    await world.up({ weight: "0" }, "by hand");
    world.config.canary = "v3";
    expect(await run(world)).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ weight: "0", stable: "v3" });
  });

  it("that removes the new version ends the release", async () => {
    const world = await worldAt(25);
    await world.up({ weight: "0", canary: undefined }, "by hand");
    expect(await run(world)).toMatchObject({ as: "idle" });
  });

  it("that promotes the new version ends the release, and the next one begins there", async () => {
    const world = await worldAt(50, {
      behaviors: { v1: failing(0.001), v2: failing(0.001), v3: failing(0.001) },
    });
    await world.up({ weight: "0", stable: "v2", canary: undefined }, "by hand");
    expect(await run(world)).toMatchObject({ as: "promoted" });
    world.config.canary = "v3";
    expect(await run(world)).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ weight: "0", stable: "v3" });
  });

  it("that takes back a promotion leaves room for the same version", async () => {
    const world = await worldAt(100);
    await run(world);
    await world.up({ stable: "v1" }, "by hand");
    expect(await run(world)).toMatchObject({ as: "idle" });
    world.config.canary = "v2";
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(await run(world, specOf(), { again: true })).toMatchObject({ as: "promoted" });
  });

  it("that gives traffic to a version that was rolled back is not overwritten", async () => {
    const world = await worldAt(25);
    await abort(world);
    await world.up({ weight: "10" }, "by hand");
    const { length } = world.updates;
    const { as, why } = await run(world);
    expect([as, why]).toEqual([
      "stopped",
      "weight is 10, which no release driver has set; set it to 0 and run pulumi up, or add --take-over to go on from there",
    ]);
    expect(world.updates).toHaveLength(length);
  });

  it("before the first step is taken over only by a person", async () => {
    const world = await worldAt(10);
    world.updates.splice(0, world.updates.length - 1);
    await world.up({ weight: "50" }, "by hand");
    expect(await run(world)).toMatchObject({ as: "stopped" });
    expect(await run(world, specOf(), { takeOver: true })).toMatchObject({ as: "promoted" });
    expect(weightsOf(world)).toEqual(["0", "50", "50", "100", "0"]);
  });

  it("that gave everything to the new version is no evidence for its promotion", async () => {
    const evidence = specOf().evidence;
    const indicators = evidence.indicators.map((one) => ({ ...one, negligible: 0 }));
    const spec = specOf({ evidence: { ...evidence, indicators } });
    const world = await worldAt(10, {}, spec);
    await world.up({ weight: "100" }, "by hand");
    expect(await run(world, spec, { takeOver: true }, 1)).toMatchObject({ as: "waiting" });
    expect(world.live).toMatchObject({ weight: "100", stable: "v1" });
  });

  it("that failed on its way stops the release", async () => {
    const world = await worldAt(10);
    world.failures.push("a node is gone");
    await expect(world.up({ weight: "0" }, "by hand")).rejects.toThrow("a node is gone");
    expect(await run(world)).toMatchObject({ as: "stopped" });
    expect(await abort(world)).toMatchObject({ as: "rolledBack" });
  });
});

describe("an update of another tool in a blue-green release", () => {
  const spec = specOf({ release: BLUE_GREEN });
  const isFlipped = isAt(100);

  it("that flips stops it, until a person takes it over", async () => {
    const world = blueGreenWorld();
    await runUntil(world, isAt(0), spec);
    await world.up({ color: "green" }, "by hand");
    const { as, why } = await run(world, spec);
    expect([as, why]).toEqual([
      "stopped",
      "update 3, which is not the release driver's, set color green, standby 3 in the middle of the release of myapp; " +
        "run release abort to go back, or add --take-over to go on from there",
    ]);
    expect(await abort(world, spec)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ color: "blue" });
  });

  it("that scales the preview is no way back", async () => {
    const world = blueGreenWorld();
    await runUntil(world, isAt(0), spec);
    await world.up({ standby: "5" }, "by hand");
    expect(await run(world, spec)).toMatchObject({ as: "stopped" });
  });

  it("that flips back ends it", async () => {
    const world = blueGreenWorld();
    await runUntil(world, isFlipped, spec);
    await world.up({ color: "blue" }, "by hand");
    const { length } = world.updates;
    expect(await run(world, spec)).toMatchObject({ as: "rolledBack" });
    expect(world.updates).toHaveLength(length);
  });

  it("that flips after the way back is not flipped back to a version without evidence", async () => {
    const behaviors = { v1: failing(0.001), v2: failing(0.001), v3: failing(0.001) };
    const world = blueGreenWorld({ behaviors });
    await runUntil(world, isFlipped, spec);
    await abort(world, spec);
    await world.up({ color: "green" }, "by hand");
    expect(await run(world, spec)).toMatchObject({ as: "promoted" });
    world.colors = { blue: "v3", green: "v2" };
    await runUntil(world, isAt(0), spec);
    expect(world.live).toMatchObject({ color: "green" });
    expect(await run(world, spec)).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ color: "blue" });
  });

  it("that scales the retired color does not release the old version", async () => {
    const world = blueGreenWorld();
    await run(world, spec);
    await world.up({ standby: "2" }, "by hand");
    expect(await run(world, spec)).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ color: "green", standby: "2" });
  });

  it("that brings another version stops it", async () => {
    const world = blueGreenWorld();
    await runUntil(world, isAt(0), spec);
    world.colors = { blue: "v1", green: "v3" };
    await world.up({}, "by hand");
    const { as, why } = await run(world, spec);
    expect([as, why]).toEqual([
      "stopped",
      "the program changed the versions from v1 to v2 into v1 to v3 in the middle of the release of myapp; " +
        "set them back, or run release abort before the next version",
    ]);
  });
});
