import { describe, expect, it } from "vitest";
import type { World } from "../../../../src/release/demo/world.js";
import type { Ports } from "../../../../src/release/driver/ports.js";
import { type Outcome, runRelease, stepRelease } from "../../../../src/release/driver/run.js";
import type { ReleaseSpec } from "../../../../src/release/spec/spec.js";
import { BLUE_GREEN, blueGreenWorld, failing, specOf, worldOf } from "./releases.js";

/** What SIGKILL does to a driver: it never gets another answer. */
class Killed extends Error {}

/** Kills a driver at its moment number `at`: a call of a port, or a moment within an update. */
function killer(at: number) {
  let moments = 0;
  let isAlive = true;
  const moment = () => {
    if (!isAlive) return;
    moments++;
    if (moments < at) return;
    isAlive = false;
    throw new Killed();
  };
  const after = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      const answer = await call(...args);
      moment();
      return answer;
    };
  };
  const wrap = ({ stack, evidence, pods, checks, clock }: Ports): Ports => ({
    stack: { ...stack, read: after(() => stack.read()), up: after((...args) => stack.up(...args)) },
    evidence: { read: after((question) => evidence.read(question)) },
    pods: { read: after((question) => pods.read(question)) },
    checks: { run: after((...args) => checks.run(...args)) },
    clock: { now: () => clock.now(), sleep: after((...args) => clock.sleep(...args)) },
  });
  const end = () => {
    isAlive = false;
  };
  return { moment, wrap, end, wasReached: () => moments >= at };
}

const never = () => new AbortController().signal;

/** Runs a release whose driver is killed at one moment, and again to the end. */
async function killedAt(
  at: number,
  makeWorld: (moment: () => void) => World,
  spec: ReleaseSpec,
  call: typeof runRelease,
) {
  const { moment, wrap, end, wasReached } = killer(at);
  const world = makeWorld(moment);
  await call(spec, wrap(world.ports), { stopped: never() }).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
  end();
  const outcome = await toTheEnd(world, spec, call);
  return { world, outcome, wasReached: wasReached() };
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
  ["a good canary", (moment: () => void) => worldOf({ moment }), specOf(), "promoted"],
  [
    "a bad canary",
    (moment: () => void) => worldOf({ moment, behaviors: { v1: failing(0.01), v2: failing(0.2) } }),
    specOf(),
    "rolledBack",
  ],
  [
    "a canary with checks, whose pods run without traffic",
    (moment: () => void) => worldOf({ moment, runsWithoutTraffic: true }),
    specOf({ checks: [{ check: "command", command: "true", timeout: 1 }] }),
    "promoted",
  ],
  [
    "a good color",
    (moment: () => void) => blueGreenWorld({ moment }),
    specOf({ release: BLUE_GREEN }),
    "promoted",
  ],
  [
    "a bad color",
    (moment: () => void) => blueGreenWorld({ moment, behaviors: { v1: failing(0.001), v2: failing(0.3) } }),
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
    const whole = makeWorld(() => undefined);
    expect(await toTheEnd(whole, spec, call)).toMatchObject({ as: end });
    for (let at = 1; ; at++) {
      const { world, outcome, wasReached } = await killedAt(at, makeWorld, spec, call);
      if (!wasReached) break;
      expect({ at, as: outcome.as }).toEqual({ at, as: end });
      expect({ at, config: world.config }).toEqual({ at, config: whole.config });
      expect({ at, live: world.live }).toEqual({ at, live: whole.config });
    }
  });
});
