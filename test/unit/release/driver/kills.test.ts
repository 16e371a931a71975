import { describe, expect, it } from "vitest";
import type { World } from "../../../../src/release/demo/world.js";
import { type Outcome, runRelease, stepRelease } from "../../../../src/release/driver/run.js";
import type { ReleaseSpec } from "../../../../src/release/spec/spec.js";
import { gated, Killed } from "./gate.js";
import { BLUE_GREEN, blueGreenWorld, failing, specOf, worldOf } from "./releases.js";

/** Kills a driver at its moment number `at`. */
function killer(at: number) {
  let moments = 0;
  const gate = () => {
    moments++;
    if (moments >= at) throw new Killed();
  };
  return { gate, wasReached: () => moments >= at };
}

const never = () => new AbortController().signal;

/** Runs a release whose driver is killed at one moment, and again to the end. */
async function killedAt(at: number, world: World, spec: ReleaseSpec, call: typeof runRelease) {
  const { gate, wasReached } = killer(at);
  await call(spec, gated(world, gate), { stopped: never() }).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
  const outcome = await toTheEnd(world, spec, call);
  return { outcome, wasReached: wasReached() };
}

async function toTheEnd(world: World, spec: ReleaseSpec, call: typeof runRelease): Promise<Outcome> {
  for (let calls = 0; calls < 500; calls++) {
    const outcome = await call(spec, world.ports, { stopped: never() });
    if (outcome.as !== "waiting") return outcome;
    await world.clock.sleep(15_000, never());
  }
  throw new Error("the release does not end");
}

const CASES = [
  ["a good canary", () => worldOf(), specOf(), "promoted"],
  [
    "a bad canary",
    () => worldOf({ behaviors: { v1: failing(0.001), v2: failing(0.2) } }),
    specOf(),
    "rolledBack",
  ],
  [
    "a canary with checks, whose pods run without traffic",
    () => worldOf({ runsWithoutTraffic: true }),
    specOf({ checks: [{ check: "command", command: "true", timeout: 1 }] }),
    "promoted",
  ],
  ["a good color", () => blueGreenWorld(), specOf({ release: BLUE_GREEN }), "promoted"],
  [
    "a bad color",
    () => blueGreenWorld({ behaviors: { v1: failing(0.001), v2: failing(0.3) } }),
    specOf({
      release: BLUE_GREEN,
      evidence: {
        ...specOf().evidence,
        indicators: specOf().evidence.indicators.map((one) => ({ ...one, ceiling: 0.05 })),
      },
    }),
    "rolledBack",
  ],
] as const;

describe.each(CASES)("a driver of %s, killed at any moment", (_, makeWorld, spec, end) => {
  it.each([
    ["run", runRelease],
    ["step", stepRelease],
  ] as const)("comes to the same end with release %s", async (_name, call) => {
    const whole = makeWorld();
    expect(await toTheEnd(whole, spec, call)).toMatchObject({ as: end });
    for (let at = 1; ; at++) {
      const world = makeWorld();
      const { outcome, wasReached } = await killedAt(at, world, spec, call);
      if (!wasReached) break;
      expect({ at, as: outcome.as }).toEqual({ at, as: end });
      expect({ at, config: world.config }).toEqual({ at, config: whole.config });
      expect({ at, live: world.live }).toEqual({ at, live: whole.config });
    }
  });
});
