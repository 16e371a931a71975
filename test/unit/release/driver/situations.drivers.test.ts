import { describe, expect, it } from "vitest";
import type { World } from "../../../../src/release/demo/world.js";
import { recordIn } from "../../../../src/release/driver/record.js";
import { type DriverOptions, runRelease, stepRelease } from "../../../../src/release/driver/run.js";
import { randomOf } from "../../../../src/release/judgement/random.js";
import { gated, TakingTurns } from "./gate.js";
import { isAt, NEVER, run, runUntil, specOf, step, weightsOf, worldAt, worldOf } from "./releases.js";

type Call = (world: World, gate: () => Promise<void>, options?: Partial<DriverOptions>) => Promise<unknown>;

const running: Call = (world, gate, options) =>
  runRelease(specOf(), gated(world, gate), { stopped: NEVER, ...options });

const stepping: Call = async (world, gate) => {
  for (let calls = 0; calls < 400; calls++) {
    const { as } = await stepRelease(specOf(), gated(world, gate), { stopped: NEVER });
    if (as !== "waiting") return;
    await gate();
  }
};

/** Two drivers of one release, in an order that the seed draws. */
async function together(world: World, seed: number, calls: readonly Call[]): Promise<void> {
  const turns = new TakingTurns(randomOf(seed + 1));
  await Promise.all(calls.map((call) => turns.start((gate) => call(world, gate))));
}

describe.each(Array.from({ length: 4 }, (_, seed) => seed))("two drivers at once, order %i", (seed) => {
  it.each([
    ["run and run", [running, running]],
    ["run and step", [running, stepping]],
  ] as const)("make the same steps: %s", async (_, calls) => {
    const world = worldOf();
    await together(world, seed, calls);
    // Both may decide the same between a look and the lock; the second update then changes nothing.
    const weights = weightsOf(world);
    const moves = weights.filter((weight, at) => weight !== weights[at - 1]);
    expect(moves).toEqual(["0", "10", "25", "50", "100", "0"]);
    expect(world.live).toEqual({ weight: "0", stable: "v2", other: "kept" });
  });

  it("go back both when a person aborts one of them", async () => {
    const world = await worldAt(25);
    const aborting: Call = (other, gate) => running(other, gate, { abort: true });
    await together(world, seed, [running, aborting]);
    const goals = world.updates.map(({ message }) => recordIn(message, "myapp")?.goal.to).reverse();
    expect(goals.slice(goals.indexOf("back")).every((to) => to === "back")).toBe(true);
    expect(world.live).toMatchObject({ weight: "0", stable: "v1" });
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
  });
});

describe("another driver that goes on after the decision to go back", () => {
  it("is sent back, also from its promotion", async () => {
    const world = await worldAt(100);
    const driver = await runUntil(world, isAt(100));
    expect(driver.phase).toBe("going");
    // Both have decided; the way back comes first.
    const before = world.ports.stack;
    const late = {
      ...world.ports,
      stack: {
        ...before,
        up: async (...[changes, message, stopped]: Parameters<typeof before.up>) => {
          if (changes.stable === "v2") await run(world, specOf(), { abort: true });
          await before.up(changes, message, stopped);
        },
      },
    };
    expect(await runRelease(specOf(), late, { stopped: NEVER })).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ weight: "0", stable: "v1", canary: "v2" });
  });
});

describe("what a person agrees with", () => {
  const spec = specOf({
    release: {
      kind: "canary",
      config: { weight: "weight", stable: "stable", canary: "canary" },
      steps: [step(10), step(25, true), step(50, true), step(100)],
    },
  });

  it("does not hold for the step after one that another driver made", async () => {
    const world = worldOf();
    await runUntil(world, ({ phase }) => phase === "waiting", spec);
    // Another person agrees as well, and that driver is faster.
    let isFirst = true;
    const { stack } = world.ports;
    const read = async () => {
      const state = await stack.read();
      if (isFirst) await stepRelease(spec, world.ports, { stopped: NEVER, approve: true });
      isFirst = false;
      return state;
    };
    const ports = { ...world.ports, stack: { ...stack, read } };
    const stop = new AbortController();
    await runRelease(spec, ports, {
      ...{ approve: true, stopped: stop.signal },
      onStatus: (status) => {
        if (status.phase === "waiting" && isAt(25)(status)) stop.abort();
      },
    });
    expect(weightsOf(world)).toEqual(["0", "10", "25"]);
  });
});
