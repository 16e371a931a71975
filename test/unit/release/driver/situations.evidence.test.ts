import { describe, expect, it } from "vitest";
import type { SidePods } from "../../../../src/release/driver/ports.js";
import type { ReleaseSpec } from "../../../../src/release/spec/spec.js";
import {
  BLUE_GREEN,
  blueGreenWorld,
  failing,
  isAt,
  run,
  runUntil,
  specOf,
  statusNow,
  step,
  weightsOf,
  withPorts,
  worldAt,
  worldOf,
} from "./releases.js";

/** The spec with other indicators: each one changes that of `specOf`. */
function withIndicators(...changes: Partial<ReleaseSpec["evidence"]["indicators"][number]>[]): ReleaseSpec {
  const { evidence } = specOf();
  const [one] = evidence.indicators;
  const indicators = changes.map((change) => ({ ...one, ...change })) as typeof evidence.indicators;
  return specOf({ evidence: { ...evidence, indicators } });
}

/** Nobody uses the app. */
const silent = () => worldOf({ perSecond: 0 });

describe("evidence that cannot be read", () => {
  it("keeps the weight, and ends the run with waiting after giveUpAfter", async () => {
    const world = await worldAt(10);
    world.outage = "Prometheus answered 503";
    const begin = world.now;
    const { as, why } = await run(world);
    expect([as, why]).toEqual(["waiting", "errors: Prometheus answered 503"]);
    expect(world.now - begin).toBe(600_000);
    expect(world.live).toMatchObject({ weight: "10" });
    world.outage = undefined;
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("counts from anew after each answer", async () => {
    const world = await worldAt(10, { perSecond: 0 });
    world.outage = "Prometheus does not answer";
    const begin = world.now;
    let looks = 0;
    const end = await run(world, specOf({ deadline: 3600, onUndecided: "hold" }), {
      onStatus: () => {
        world.outage = ++looks % 30 === 0 ? undefined : "Prometheus does not answer";
      },
    });
    expect(end.as).toBe("held");
    expect(world.now - begin).toBeGreaterThan(3_000_000);
  });

  it("does not hide a failure of the pods", async () => {
    const world = await worldAt(10);
    world.outage = "Prometheus answered 503";
    world.pods = { ...world.pods, canary: { ...world.pods.canary, crashLooping: 1 } };
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
  });

  it("does not keep an abort waiting", async () => {
    const world = await worldAt(10);
    const evidence = { read: () => new Promise<never>(() => undefined) };
    const slow = withPorts(world, { evidence });
    expect(await run(slow, specOf(), { abort: true })).toMatchObject({ as: "rolledBack" });
  });

  it("of the pods waits", async () => {
    const world = await worldAt(10);
    const pods = {
      read: async () => ({ ...world.pods, problem: "403 for pods; give the right to list them" }),
    };
    const broken = withPorts(world, { pods });
    expect(await run(broken)).toMatchObject({ as: "waiting", why: expect.stringContaining("403 for pods") });
    expect(world.live).toMatchObject({ weight: "10" });
  });
});

describe("an app without requests", () => {
  it("is undecided for ever", async () => {
    const world = silent();
    const { as, why } = await run(world, specOf(), {}, 1);
    expect(as).toBe("waiting");
    expect(why).toMatch(/^stopped/);
    expect(weightsOf(world)).toEqual(["0", "10"]);
    expect((await statusNow(world)).indicators[0]).toMatchObject({
      verdict: "undecided",
      reason: "the canary has had no requests in this step",
    });
  });

  it.each([
    ["wait", "waiting", "10"],
    ["hold", "held", "10"],
    ["rollback", "rolledBack", "0"],
  ] as const)("at the deadline with onUndecided: %s is %s", async (onUndecided, as, weight) => {
    const world = silent();
    const begin = world.now;
    expect(await run(world, specOf({ deadline: 1800, onUndecided }))).toMatchObject({ as });
    expect(world.now - begin).toBeGreaterThanOrEqual(1_800_000);
    expect(world.live).toMatchObject({ weight });
  });

  it("goes on when requests come", async () => {
    const world = silent();
    await run(world, specOf({ deadline: 600, onUndecided: "hold" }));
    const busy = worldOf({ config: world.config });
    busy.updates.splice(0, busy.updates.length, ...world.updates);
    busy.now = world.now;
    busy.live = { ...world.live };
    expect(await run(busy)).toMatchObject({ as: "promoted" });
  });
});

describe("clocks", () => {
  it.each([
    ["ahead", 3_600_000],
    ["back", -3_600_000],
  ])("that jump %s by an hour end a good release all the same", async (_, skew) => {
    const world = await worldAt(25);
    world.skew = skew;
    expect(await run(world, specOf({ deadline: 24 * 3600 }))).toMatchObject({ as: "promoted" });
    expect(weightsOf(world)).toEqual(["0", "10", "25", "50", "100", "0"]);
  });

  it("that jump back make a step longer, never shorter", async () => {
    const { release } = specOf();
    const steps = [{ ...step(10), atLeast: 900 }, step(100)];
    const spec = specOf({ release: { ...release, steps } as typeof release });
    const world = worldOf();
    await runUntil(world, isAt(10), spec);
    const begin = world.now;
    world.skew = -600_000;
    await runUntil(world, isAt(100), spec);
    expect(world.now - begin).toBeGreaterThanOrEqual(1_500_000);
  });
});

describe("atLeast", () => {
  it("lasts although the evidence is there", async () => {
    const { release } = specOf();
    const spec = specOf({
      release: { ...release, steps: [{ ...step(10), atLeast: 3000 }, step(100)] } as typeof release,
    });
    const world = worldOf();
    await runUntil(world, isAt(10), spec);
    const begin = world.now;
    const status = await runUntil(world, ({ next }) => next.startsWith("10 % lasts for "), spec);
    expect(status.indicators[0]?.verdict).toBe("pass");
    await runUntil(world, isAt(100), spec);
    expect(world.now - begin).toBeGreaterThanOrEqual(3_000_000);
  });
});

describe("several indicators", () => {
  it("share the false alarms of the release", async () => {
    const world = worldOf();
    const spec = withIndicators({ name: "errors" }, { name: "slow" });
    const { indicators } = await runUntil(world, isAt(10), spec);
    expect(indicators.map(({ worse }) => worse.threshold)).toEqual([200, 200]);
    expect(await run(world, spec)).toMatchObject({ as: "promoted" });
  });

  it("must all pass", async () => {
    const world = worldOf();
    const spec = withIndicators({ name: "errors" }, { name: "slow" });
    const { read } = world.evidence;
    const evidence = {
      read: async (question: Parameters<typeof read>[0]) => {
        const [first, second] = await read(question);
        return [first, { ...second, windows: [] }] as Awaited<ReturnType<typeof read>>;
      },
    };
    const blind = withPorts(world, { evidence });
    expect(await run(blind, { ...spec, deadline: 900, onUndecided: "hold" })).toMatchObject({
      as: "held",
      why: "undecided at the deadline, the weight stays: slow: the canary has had no requests in this step",
    });
    expect(world.live).toMatchObject({ weight: "10" });
  });
});

describe("a release without indicators", () => {
  const pods = (canary: Partial<SidePods>) => ({
    canary: { pods: 1, ready: 1, crashes: 0, outOfMemory: 0, reasons: [], ...canary },
  });
  const spec = withIndicators();

  it("is judged by its pods", async () => {
    expect(await run(worldOf(), spec)).toMatchObject({ as: "promoted" });
    const world = await worldAt(25, {}, spec);
    world.pods = { ...world.pods, ...pods({ crashes: 3 }) };
    expect(await run(world, spec)).toMatchObject({ as: "rolledBack" });
  });

  it("waits for pods that are not ready", async () => {
    const world = worldOf();
    world.pods = { ...world.pods, ...pods({ ready: 0 }) };
    expect(await run(world, { ...spec, deadline: 600, onUndecided: "hold" })).toMatchObject({ as: "held" });
    expect(world.live).toMatchObject({ weight: "10" });
  });
});

describe("weight 100", () => {
  const overloaded = failing((weight) => (weight > 60 ? 0.9 : 0.001));

  it("passes by the evidence before", async () => {
    const spec = withIndicators({ negligible: 0 });
    const world = worldOf();
    const end = await run(world, spec);
    expect(end.as).toBe("promoted");
    expect(world.updates[0]?.message).toContain("stable has no requests: a rate of");
  });

  it("fails where nearly all answers are errors", async () => {
    const world = worldOf({ behaviors: { v1: failing(0.001), v2: overloaded } });
    expect(await run(world, withIndicators({ negligible: 0 }))).toMatchObject({ as: "rolledBack" });
    expect(weightsOf(world)).toEqual(["0", "10", "25", "50", "100", "0"]);
  });
});

describe("a blue-green release", () => {
  const colors = { blue: "v1", green: "v2", red: "v9" };
  const release = { ...BLUE_GREEN, to: "green" } as typeof BLUE_GREEN;

  it("of three colors goes to the one of `to`", async () => {
    const world = blueGreenWorld({ colors });
    expect(await run(world, specOf({ release }))).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ color: "green" });
  });

  it.each([
    [BLUE_GREEN, "myapp has more than two colors; set `to` in the file to one of green, red"],
    [{ ...BLUE_GREEN, to: "pink" }, "to: pink is no color of myapp; use one of green, red"],
  ])("of three colors needs a `to` that is one of them", async (wrong, why) => {
    const world = blueGreenWorld({ colors });
    const end = await run(world, specOf({ release: wrong as typeof BLUE_GREEN }));
    expect([end.as, end.why]).toEqual(["stopped", why]);
  });

  it("is judged at its preview by probes alone", async () => {
    const spec = (source: "probe" | "counters"): ReleaseSpec => ({
      ...withIndicators({ source, protocol: "http", canary: "", stable: "" } as object),
      release: BLUE_GREEN,
    });
    const counters = blueGreenWorld();
    expect(await runUntil(counters, isAt(100), spec("counters"))).toMatchObject({ phase: "going" });
    const probed = blueGreenWorld(); // whose new color answers no probe
    const waiting = { ...spec("probe"), deadline: 600, onUndecided: "hold" } as const;
    expect(await run(probed, waiting)).toMatchObject({ as: "held" });
    expect(probed.live).toMatchObject({ color: "blue" });
  });

  it("begins with the next version of the program after each end", async () => {
    const behaviors = { v1: failing(0.001), v2: failing(0.001), v3: failing(0.001) };
    const world = blueGreenWorld({ behaviors });
    const spec = specOf({ release: BLUE_GREEN });
    await run(world, spec);
    expect(await run(world, spec)).toMatchObject({ as: "promoted" });
    world.colors = { blue: "v3", green: "v2" };
    expect(await statusNow(world, spec)).toMatchObject({ phase: "ready", from: "v2", to: "v3" });
    expect(await run(world, spec)).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ color: "blue" });
  });
});
