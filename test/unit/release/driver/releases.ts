import type { Behavior } from "../../../../src/release/demo/traffic.js";
import { World, type WorldOptions } from "../../../../src/release/demo/world.js";
import type { Clock } from "../../../../src/release/driver/ports.js";
import { type DriverOptions, type Outcome, runRelease } from "../../../../src/release/driver/run.js";
import { randomOf } from "../../../../src/release/judgement/random.js";
import type { ReleaseSpec } from "../../../../src/release/spec/spec.js";

/** A release of `myapp`, as release.yaml is read. */
export function specOf(changes: Partial<ReleaseSpec> = {}): ReleaseSpec {
  return {
    component: "myapp",
    release: {
      kind: "canary",
      config: { weight: "weight", stable: "stable", canary: "canary" },
      steps: [step(10), step(25), step(50), { ...step(100), atLeast: 60 }],
    },
    checks: [],
    evidence: {
      prometheus: undefined,
      indicators: [
        { name: "errors", source: "counters", bad: "", total: "", worseThan: 2, negligible: 0.005 },
      ],
      pods: true,
      falseAlarm: 0.01,
      miss: 0.05,
      window: 15,
      warmUp: 30,
      giveUpAfter: 600,
    },
    deadline: 4 * 3600,
    onUndecided: "wait",
    ...changes,
  };
}

export const BLUE_GREEN: ReleaseSpec["release"] = {
  kind: "blueGreen",
  config: { color: "color", standby: "standby" },
  steps: [
    { step: "preview", replicas: 3, approve: false },
    { step: "flip", approve: false },
    { step: "bake", atLeast: 600, approve: false },
    { step: "retire", approve: false },
  ],
};

export function step(weight: number, approve = false) {
  return { weight, atLeast: 0, approve };
}

/** A version whose answers fail at a rate that may depend on its weight and age. */
export function failing(errorRate: Behavior["errorRate"] | number): Behavior {
  return { errorRate: typeof errorRate === "number" ? () => errorRate : errorRate };
}

/** Before a release from v1 to v2. */
export function worldOf(options: Partial<WorldOptions> = {}): World {
  return new World({
    behaviors: { v1: failing(0.001), v2: failing(0.001) },
    perSecond: 200,
    random: randomOf(1),
    config: { weight: "0", stable: "v1", canary: "v2", other: "kept" },
    ...options,
  });
}

/** Before a release from blue v1 to green v2. */
export function blueGreenWorld(options: Partial<WorldOptions> = {}): World {
  return worldOf({
    config: { color: "blue", standby: "0" },
    colors: { blue: "v1", green: "v2" },
    behaviors: { v1: failing(0.001), v2: failing(0.001) },
    ...options,
  });
}

/** Runs a release; one that takes longer than six hours is stopped. */
export function run(
  world: World,
  spec: ReleaseSpec = specOf(),
  options: Partial<DriverOptions> = {},
): Promise<Outcome> {
  const stop = new AbortController();
  const end = world.now + 6 * 3_600_000;
  const clock: Clock = {
    now: world.clock.now,
    sleep: async (milliseconds, stopped) => {
      if (world.now > end) stop.abort();
      await world.clock.sleep(milliseconds, stopped);
    },
  };
  return runRelease(spec, { ...world.ports, clock }, { stopped: stop.signal, ...options });
}
