import type { Behavior } from "../../../../src/release/demo/traffic.js";
import { World, type WorldOptions } from "../../../../src/release/demo/world.js";
import type { ReleaseStatus } from "../../../../src/release/driver/model.js";
import type { Clock, Ports } from "../../../../src/release/driver/ports.js";
import {
  type DriverOptions,
  type Outcome,
  runRelease,
  stepRelease,
} from "../../../../src/release/driver/run.js";
import { lookNow, newDriver } from "../../../../src/release/driver/turn.js";
import { randomOf } from "../../../../src/release/judgement/random.js";
import type { BlueGreenSpec, ReleaseSpec } from "../../../../src/release/spec/spec.js";

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

export const BLUE_GREEN: BlueGreenSpec = {
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

/** A stack whose release is at a weight, as the driver has left it. */
export async function worldAt(
  weight: number,
  options: Partial<WorldOptions> = {},
  spec = specOf(),
): Promise<World> {
  const world = worldOf(options);
  await runUntil(world, isAt(weight), spec);
  return world;
}

/** What a driver needs of a world. */
export type Outside = Pick<World, "now" | "clock" | "ports">;

/** A world with other ports. */
export function withPorts(world: World, changes: Partial<Ports>): Outside {
  return {
    get now() {
      return world.now;
    },
    clock: world.clock,
    ports: { ...world.ports, ...changes },
  };
}

/** Whether a release is at a step. */
export function isAt(weight: number): (status: ReleaseStatus) => boolean {
  return ({ steps }) => steps.some((one) => one.state === "now" && one.weight === weight);
}

/** Runs a release until it has a status. The driver does nothing after that. */
export async function runUntil(
  world: Outside,
  isReached: (status: ReleaseStatus) => boolean,
  spec: ReleaseSpec = specOf(),
  options: Partial<DriverOptions> = {},
): Promise<ReleaseStatus> {
  const stop = new AbortController();
  const onStatus = (status: ReleaseStatus) => {
    if (isReached(status)) stop.abort();
  };
  const { as, why, status } = await runRelease(spec, world.ports, {
    ...options,
    stopped: stop.signal,
    onStatus,
  });
  if (!stop.signal.aborted) throw new Error(`it ended before: ${as}, ${why}`);
  return status;
}

/** The status now. */
export async function statusNow(world: Outside, spec: ReleaseSpec = specOf()): Promise<ReleaseStatus> {
  return (await lookNow(newDriver(spec, world.ports, { stopped: NEVER }))).show();
}

/** Decides once. */
export function stepOnce(
  world: Outside,
  spec: ReleaseSpec = specOf(),
  options: Partial<DriverOptions> = {},
): Promise<Outcome> {
  return stepRelease(spec, world.ports, { stopped: NEVER, ...options });
}

/** Goes back. */
export function abort(world: Outside, spec: ReleaseSpec = specOf()): Promise<Outcome> {
  return run(world, spec, { abort: true });
}

export const NEVER = new AbortController().signal;

/** The weights of the updates, the first one first. */
export function weightsOf(world: World): (string | undefined)[] {
  return world.updates.map(({ config }) => config.weight).reverse();
}

/** Runs a release; one that takes longer than six hours, or others, is stopped. */
export function run(
  world: Outside,
  spec: ReleaseSpec = specOf(),
  options: Partial<DriverOptions> = {},
  hours = 6,
): Promise<Outcome> {
  const stop = new AbortController();
  const end = world.now + hours * 3_600_000;
  const clock: Clock = {
    now: world.clock.now,
    sleep: async (milliseconds, stopped) => {
      if (world.now > end) stop.abort();
      await world.clock.sleep(milliseconds, stopped);
    },
  };
  return runRelease(spec, { ...world.ports, clock }, { stopped: stop.signal, ...options });
}
