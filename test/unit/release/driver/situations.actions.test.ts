import { describe, expect, it } from "vitest";
import type { World } from "../../../../src/release/demo/world.js";
import { runRelease } from "../../../../src/release/driver/run.js";
import type { ReleaseSpec } from "../../../../src/release/spec/spec.js";
import {
  abort,
  BLUE_GREEN,
  blueGreenWorld,
  failing,
  isAt,
  NEVER,
  run,
  runUntil,
  specOf,
  statusNow,
  step,
  stepOnce,
  weightsOf,
  worldAt,
  worldOf,
} from "./releases.js";

const { release: CANARY } = specOf();
const withSteps = (...steps: ReturnType<typeof step>[]): ReleaseSpec =>
  specOf({ release: { ...CANARY, steps } as typeof CANARY });

describe("an update that fails", () => {
  it("once is tried again", async () => {
    const world = await worldAt(10);
    world.failures.push("a node is gone");
    expect(await run(world)).toMatchObject({ as: "promoted" });
    expect(weightsOf(world)).toEqual(["0", "10", "25", "25", "50", "100", "0"]);
  });

  it("three times goes back", async () => {
    const world = await worldAt(10);
    world.failures.push("one", "two", "three");
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(weightsOf(world)).toEqual(["0", "10", "25", "25", "25", "0"]);
    expect(world.updates[0]?.message).toContain("roll back: the update to 25 % failed 3 times");
  });

  it("before the first step too", async () => {
    const world = worldOf();
    world.failures.push("one", "two", "three");
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ weight: "0" });
  });

  it("on the way back is loud, and tried five times whatever failed before", async () => {
    const world = await worldAt(10);
    world.failures.push("1", "2", "3", "back 1", "back 2", "back 3", "back 4", "back 5");
    const notes: string[] = [];
    const end = await run(world, specOf(), { onNote: (text) => notes.push(text) });
    expect([end.as, end.why]).toEqual(["failed", "THE ROLLBACK FAILED: back 5"]);
    expect(notes.filter((text) => text.startsWith("THE ROLLBACK FAILED"))).toHaveLength(5);
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ weight: "0" });
  });

  it("at the promotion is tried again, and ends there", async () => {
    const world = await worldAt(100);
    world.failures.push("1", "2", "3");
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("at the promotion five times ends the run", async () => {
    const world = await worldAt(100);
    world.failures.push("1", "2", "3", "4", "5");
    expect(await run(world)).toMatchObject({ as: "failed", why: "5" });
    expect(await abort(world)).toMatchObject({ as: "stopped" });
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("waits twice as long before each attempt", async () => {
    const world = await worldAt(100);
    world.failures.push("1", "2", "3", "4", "5");
    const pauses: number[] = [];
    const sleep: typeof world.clock.sleep = async (milliseconds, stopped) => {
      pauses.push(milliseconds);
      await world.clock.sleep(milliseconds, stopped);
    };
    await runRelease(specOf(), { ...world.ports, clock: { ...world.clock, sleep } }, { stopped: NEVER });
    expect(pauses.slice(-4)).toEqual([2000, 4000, 8000, 16_000]);
  });
});

describe("a stack that another update holds", () => {
  it("is waited for", async () => {
    const world = await worldAt(10);
    world.locked = true;
    const why = "another update of the stack runs; the release goes on when it has ended";
    expect(await stepOnce(world)).toMatchObject({ as: "waiting", why });
    expect(await statusNow(world)).toMatchObject({ next: why });
    expect(await stepOnce(world, specOf(), { abort: true })).toMatchObject({ as: "waiting", why });
    world.locked = false;
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("when the update begins keeps its config", async () => {
    const world = await worldAt(10);
    const { stack } = world.ports;
    const up: typeof stack.up = async (...args) => {
      world.locked = true;
      await stack.up(...args).finally(() => {
        world.locked = false;
      });
    };
    const ports = { ...world.ports, stack: { ...stack, up } };
    const end = await runRelease(specOf(), ports, { abort: true, stopped: stopsAfter(world, 60_000) });
    expect(end.as).toBe("waiting");
    expect(world.config).toMatchObject({ weight: "10" });
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });
});

/** Stops once so much time has passed in the world. */
function stopsAfter(world: World, milliseconds: number): AbortSignal {
  const end = world.now + milliseconds;
  const stop = new AbortController();
  const { pass } = world;
  world.pass = (time) => {
    pass.call(world, time);
    if (world.now >= end) stop.abort();
  };
  return stop.signal;
}

describe("a driver that is stopped", () => {
  it("before an update leaves the release where it is", async () => {
    const world = worldOf();
    await runUntil(world, ({ next }) => next.startsWith("goes to 25 %"));
    expect(world.config).toMatchObject({ weight: "10" });
    expect(world.live).toMatchObject({ weight: "10" });
  });

  it("in the middle of an update ends it the next time", async () => {
    const world = await worldAt(10);
    const stop = new AbortController();
    const { stack } = world.ports;
    const up: typeof stack.up = (changes, message) => {
      stop.abort();
      return stack.up(changes, message, stop.signal);
    };
    const end = await runRelease(
      specOf(),
      { ...world.ports, stack: { ...stack, up } },
      { stopped: stop.signal },
    );
    expect([end.as, end.why]).toEqual([
      "waiting",
      "stopped; the release stays where it is, and release run goes on",
    ]);
    expect(world.config).toMatchObject({ weight: "25" });
    expect(await statusNow(world)).toMatchObject({ phase: "interrupted" });
    expect(await run(world)).toMatchObject({ as: "promoted" });
  });

  it("in an update that ends all the same reports its end", async () => {
    const world = await worldAt(100);
    const stop = new AbortController();
    const { stack } = world.ports;
    const up: typeof stack.up = async (changes, message) => {
      await stack.up(changes, message, NEVER);
      stop.abort();
    };
    const end = await runRelease(
      specOf(),
      { ...world.ports, stack: { ...stack, up } },
      { stopped: stop.signal },
    );
    expect(end.as).toBe("promoted");
  });

  it("in a check has no result of it", async () => {
    const world = worldOf();
    const stop = new AbortController();
    const checks = {
      run: async () => {
        stop.abort();
        return { passed: false, text: "stopped" };
      },
    };
    const spec = specOf({ checks: [{ check: "command", command: "true", timeout: 1 }] });
    expect(await runRelease(spec, { ...world.ports, checks }, { stopped: stop.signal })).toMatchObject({
      as: "waiting",
    });
    expect(await run(world, spec)).toMatchObject({ as: "promoted" });
  });
});

describe("abort", () => {
  it("before the release has nothing to do", async () => {
    const world = worldOf();
    expect(await abort(world)).toMatchObject({ as: "idle", why: "the release has not begun" });
    expect(world.updates).toHaveLength(1);
  });

  it("after a driver that died in its first update goes back", async () => {
    const world = worldOf();
    world.config.weight = "10";
    expect(await abort(world)).toMatchObject({ as: "rolledBack" });
    expect(world.config).toMatchObject({ weight: "0", stable: "v1", canary: "v2" });
  });

  it.each([10, 25, 50, 100])("at %i %% goes back", async (weight) => {
    const world = await worldAt(weight);
    expect(await abort(world)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toEqual({ weight: "0", stable: "v1", canary: "v2", other: "kept" });
    expect(await abort(world)).toMatchObject({ as: "rolledBack" });
  });

  it("while a person is waited for goes back", async () => {
    const world = worldOf();
    const spec = withSteps(step(10), step(100, true));
    await runUntil(world, ({ phase }) => phase === "waiting", spec);
    expect(await abort(world, spec)).toMatchObject({ as: "rolledBack" });
  });

  it("of an update that failed goes back", async () => {
    const world = await worldAt(10);
    world.failures.push("a node is gone");
    await runUntil(world, ({ phase }) => phase === "interrupted");
    expect(await abort(world)).toMatchObject({ as: "rolledBack" });
  });

  it("after the promotion is refused", async () => {
    const world = await worldAt(100);
    await run(world);
    const { as, why } = await abort(world);
    expect([as, why]).toEqual([
      "stopped",
      "v2 is the stable version already; to go back, release v1 as the next version",
    ]);
  });

  it("of a blue-green release flips back", async () => {
    const world = blueGreenWorld();
    const spec = specOf({ release: BLUE_GREEN });
    await runUntil(world, isAt(100), spec);
    expect(await abort(world, spec)).toMatchObject({ as: "rolledBack" });
    expect(world.live).toMatchObject({ color: "blue" });
  });
});

describe("a step that needs a person", () => {
  const spec = withSteps(step(10), step(25, true), step(50, true), step(100));

  it("waits, and goes on with --approve, which is used once", async () => {
    const world = worldOf();
    await runUntil(world, ({ phase }) => phase === "waiting", spec);
    expect(await statusNow(world, spec)).toMatchObject({
      next: "25 % waits for a person; release step --approve agrees",
    });
    expect(weightsOf(world)).toEqual(["0", "10"]);
    await runUntil(world, (status) => status.phase === "waiting" && isAt(25)(status), spec, {
      approve: true,
    });
    expect(weightsOf(world)).toEqual(["0", "10", "25"]);
    expect(await stepOnce(world, spec, { approve: true })).toMatchObject({
      as: "waiting",
      status: { phase: "going", asked: 50 },
    });
  });

  it("goes back when the version fails while it waits", async () => {
    const later = failing((_, age) => (age > 7200 ? 0.3 : 0.001));
    const world = worldOf({ behaviors: { v1: failing(0.001), v2: later } });
    await runUntil(world, ({ phase }) => phase === "waiting", spec);
    expect(await run(world, spec)).toMatchObject({ as: "rolledBack" });
  });

  it("waits as the first one", async () => {
    const first = withSteps(step(10, true), step(100));
    const world = worldOf();
    await runUntil(world, ({ phase }) => phase === "waiting", first);
    expect(world.updates).toHaveLength(1);
    expect(await run(world, first, { approve: true })).toMatchObject({ as: "promoted" });
  });

  it("waits before the old color is retired", async () => {
    const steps = BLUE_GREEN.steps.map((one) => (one.step === "retire" ? { ...one, approve: true } : one));
    const retiring = specOf({ release: { ...BLUE_GREEN, steps } as typeof BLUE_GREEN });
    const world = blueGreenWorld();
    await runUntil(world, ({ phase }) => phase === "waiting", retiring);
    expect(world.live).toMatchObject({ color: "green", standby: "3" });
    expect(await run(world, retiring, { approve: true })).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ color: "green", standby: "0" });
  });
});

describe("checks", () => {
  const spec = specOf({
    checks: ["one", "two"].map((command) => ({ check: "command", command, timeout: 1 })),
  });

  /** The ports of a world whose checks pass or not. */
  function checked(world: World, passed: boolean) {
    const ran: string[] = [];
    const run = async (check: { command?: string }) => {
      ran.push(check.command ?? "");
      return { passed, text: `${check.command} ${passed ? "passed" : "answered 503"}` };
    };
    return { ran, ports: { ...world.ports, checks: { run } as World["ports"]["checks"] } };
  }

  it("that fail go back before any traffic, where pods run without it", async () => {
    const world = worldOf({ runsWithoutTraffic: true });
    const { ports, ran } = checked(world, false);
    expect(await runRelease(spec, ports, { stopped: NEVER })).toMatchObject({ as: "rolledBack" });
    expect(ran).toEqual(["one"]);
    expect(weightsOf(world)).toEqual(["0", "0", "0"]);
    expect(world.updates[0]?.message).toContain("roll back: check failed: one answered 503");
  });

  it("that fail go back right after the first step elsewhere", async () => {
    const world = worldOf();
    const { ports } = checked(world, false);
    const begin = world.now;
    expect(await runRelease(spec, ports, { stopped: NEVER })).toMatchObject({ as: "rolledBack" });
    expect(weightsOf(world)).toEqual(["0", "10", "0"]);
    expect(world.now - begin).toBe(12_000); // two updates, and no wait
  });

  it("that pass run once for a driver, and again for the next one", async () => {
    const world = worldOf();
    const { ports, ran } = checked(world, true);
    expect(await runRelease(spec, ports, { stopped: NEVER })).toMatchObject({ as: "promoted" });
    expect(ran).toEqual(["one", "two"]);
    expect(world.updates.map(({ message }) => message).join()).toContain("one passed; two passed");
  });
});

describe("after a rollback", () => {
  it("only --again releases the same version, and once", async () => {
    const bad = { v1: failing(0.001), v2: failing(0.2) };
    const world = worldOf({ behaviors: bad });
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    const { length } = world.updates;
    expect(await run(world)).toMatchObject({ as: "rolledBack" });
    expect(world.updates).toHaveLength(length);
    expect(await run(world, specOf(), { again: true })).toMatchObject({ as: "rolledBack" });
    expect(world.updates).toHaveLength(length + 2);
  });

  it.each(["v2", "v3"])("the next version is released from %s", async (from) => {
    const behaviors = { v1: failing(0.001), v2: failing(0.001), v3: failing(0.001), v4: failing(0.001) };
    const world = await worldAt(25, { behaviors });
    await (from === "v2" ? run(world) : abort(world));
    world.config.canary = "v4";
    expect(await run(world)).toMatchObject({ as: "promoted" });
    expect(world.live).toMatchObject({ weight: "0", stable: "v4" });
  });
});
