import { describe, expect, it } from "vitest";
import { BLUE_GREEN, blueGreenWorld, failing, run, specOf, weightsOf, worldOf } from "./releases.js";

describe("a canary release", () => {
  it("promotes a version that is no worse, step by step", async () => {
    const world = worldOf();
    expect(await run(world)).toMatchObject({ as: "promoted" });
    expect(weightsOf(world)).toEqual(["0", "10", "25", "50", "100", "0"]);
    expect(world.config).toEqual({ weight: "0", stable: "v2", other: "kept" });
  });

  it("rolls back a version with 5 % errors", async () => {
    const world = worldOf({ behaviors: { v1: failing(0.001), v2: failing(0.05) } });
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(weightsOf(world)).toEqual(["0", "10", "0"]);
    expect(world.config).toEqual({ weight: "0", stable: "v1", canary: "v2", other: "kept" });
  });

  it("rolls back a version that fails only under load", async () => {
    const overloaded = failing((weight) => (weight > 30 ? 0.2 : 0.001));
    const world = worldOf({ behaviors: { v1: failing(0.001), v2: overloaded } });
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(weightsOf(world)).toEqual(["0", "10", "25", "50", "0"]);
  });
});

describe("a blue-green release", () => {
  it("previews, flips, bakes and retires", async () => {
    const world = blueGreenWorld();
    expect(await run(world, specOf({ release: BLUE_GREEN }))).toMatchObject({ as: "promoted" });
    expect(world.config).toEqual({ color: "green", standby: "0" });
  });

  it("flips back from a color with errors", async () => {
    const world = blueGreenWorld({ behaviors: { v1: failing(0), v2: failing(0.2) } });
    const spec = specOf({ release: BLUE_GREEN });
    const [indicator] = spec.evidence.indicators;
    const evidence = {
      ...spec.evidence,
      indicators: [{ ...indicator, ceiling: 0.05 } as typeof indicator & object],
    };
    expect(await run(world, { ...spec, evidence })).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ color: "blue" });
  });
});
