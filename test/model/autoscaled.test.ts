import { describe, expect, test } from "vitest";
import { BlueGreenService, CanaryDeployment } from "../../src/index.js";
import { planStack } from "../../src/testing/index.js";
import { template } from "../support/args.js";
import {
  exploreScaled,
  nothing,
  type Promised,
  type ScaledWorld,
  type Step,
  served,
  stepsOf,
} from "./autoscaled.js";

/** One config of a component, and the versions that it sends traffic to. */
interface Config {
  readonly words: string;
  readonly serving: readonly string[];
  readonly steps: readonly Step[];
}

const FLOOR = 2;

const common = {
  ...{ replicas: FLOOR, template: template(), disruptionBudget: false }, // nothing is evicted here
  service: { ports: [{ port: 80 }] },
};
const side = (version: string) => ({ version, image: `app:${version}` });

async function canary(weight: number, version: string, maxReplicas = FLOOR): Promise<Config> {
  const args = { ...common, autoscaling: { maxReplicas }, weight, tolerance: 100 };
  const plan = await planStack({ preview: false }, () => {
    new CanaryDeployment("app", { ...args, stable: side("v1"), canary: side(version) });
  });
  return {
    words: `weight ${weight}, canary ${version}`,
    serving: [...(weight < 100 ? ["v1"] : []), ...(weight > 0 ? [version] : [])],
    steps: stepsOf(plan.resources),
  };
}

async function blueGreen(activeColor: "blue" | "green", version: string): Promise<Config> {
  const args = { ...common, autoscaling: { maxReplicas: FLOOR }, activeColor, standbyReplicas: 1 };
  const plan = await planStack({ preview: false }, () => {
    new BlueGreenService("app", { ...args, colors: { blue: side("v1"), green: side(version) } });
  });
  return {
    words: `active ${activeColor}, green ${version}`,
    serving: [activeColor === "blue" ? "v1" : version],
    steps: stepsOf(plan.resources),
  };
}

/** At least the floor is ready behind the Service, which selects only versions that one of these configs serves. */
const kept =
  (...configs: Config[]): Promised =>
  (world) => {
    const { ready, versions } = served(world);
    if (ready < FLOOR) return `${ready} ready pods behind the Service, promised ${FLOOR}`;
    const stray = versions.find((version) => !configs.some(({ serving }) => serving.includes(version)));
    return stray && `the Service sends to ${stray}, which is not to serve`;
  };

/** The worlds that a first deployment of this config can end in. */
const reached = ({ steps }: Config): readonly ScaledWorld[] =>
  exploreScaled([nothing], steps, () => undefined).done;

const canaries = (maxReplicas: number) =>
  Promise.all(
    [0, 10, 75, 100].flatMap((weight) => ["v2", "v3"].map((version) => canary(weight, version, maxReplicas))),
  );
const colors = () =>
  Promise.all(
    (["blue", "green"] as const).flatMap((color) => ["v2", "v3"].map((version) => blueGreen(color, version))),
  );

/** Explores each change between two configs. `undone`: also interrupts it at any moment, then completes or reverts it. */
function walk(configs: readonly Config[], undone: boolean, first = configs): number {
  let moments = 0;
  for (const before of first)
    for (const after of configs) {
      const once = exploreScaled(reached(before).slice(0, 1), after.steps, kept(before, after));
      expect([before.words, after.words, once.broken]).toEqual([before.words, after.words, undefined]);
      expect(once.done.length).toBeGreaterThan(0);
      moments += once.moments;
      for (const next of undone ? [before, after] : []) {
        const again = exploreScaled(once.brokenOff, next.steps, kept(before, after));
        const words = [before.words, after.words, next.words];
        expect([...words, again.broken]).toEqual([...words, undefined]);
        moments += again.moments;
      }
    }
  return moments;
}

describe("no change of an autoscaled release breaks a promise", () => {
  test("of a canary, nor does completing or reverting it after an interruption", async () => {
    console.log(`${walk(await canaries(FLOOR), true)} moments`);
  });

  test("of a canary whose sides scale meanwhile", async () => {
    const configs = await canaries(FLOOR + 1);
    // Both versions of the canary behave alike, so the walk starts from only one of them.
    const first = configs.filter(({ words }) => words.endsWith("v2"));
    console.log(`${walk(configs, false, first)} moments`);
  });

  test("of a blue-green service, nor does completing or reverting it after an interruption", async () => {
    console.log(`${walk(await colors(), true)} moments`);
  });
});

/** The same config, but some objects have other dependencies. */
function waiting(config: Config, needs: Readonly<Record<string, readonly string[]>>): Config {
  const ids = config.steps.map(({ kind, name }) => `${kind} ${name}`);
  const steps = config.steps.map((step, index) => ({
    ...step,
    needs: needs[ids[index] as string]?.map((id) => ids.indexOf(id)) ?? step.needs,
  }));
  return { ...config, steps };
}

const lastLine = (text: string | undefined) => text?.split("\n").at(-1);
const EMPTY = "1 ready pods behind the Service, promised 2";
const NOTHING = "0 ready pods behind the Service, promised 2";

// Each case breaks a promise on purpose. A checker that misses it would accept anything.
test.each<[string, number, number, Readonly<Record<string, readonly string[]>>, string]>([
  [
    "the smaller side gets its bounds before the Service moves",
    ...([0, 75] as const),
    { "HorizontalPodAutoscaler app-stable": [] },
    EMPTY,
  ],
  [
    "the Service moves before the smaller side has its new version",
    ...([0, 10] as const),
    { "Service app": ["Deployment app-stable"], "Deployment app-canary": ["Service app"] },
    "the Service sends to v2, which is not to serve",
  ],
  [
    "the idle side shrinks before the Service leaves it",
    ...([100, 0] as const),
    { "Deployment app-canary": [] },
    EMPTY,
  ],
  ["the Service has no dependencies", ...([100, 0] as const), { "Service app": [] }, NOTHING],
])("it notices when %s", async (_, from, to, needs, broken) => {
  const [before, after] = [await canary(from, "v2"), await canary(to, "v3")];
  const found = exploreScaled(reached(before), waiting(after, needs).steps, kept(before, after));
  expect(lastLine(found.broken)).toBe(broken);
});

test("it notices when an autoscaler releases a side before its Deployment does, and that is reverted", async () => {
  const [before, after] = [await canary(0, "v2"), await canary(100, "v2")];
  const altered = waiting(after, {
    "HorizontalPodAutoscaler app-stable": ["Service app"],
    "Deployment app-stable": ["HorizontalPodAutoscaler app-stable"],
  });
  const { brokenOff } = exploreScaled(reached(before), altered.steps, kept(before, after));
  expect(lastLine(exploreScaled(brokenOff, before.steps, kept(before, after)).broken)).toBe(EMPTY);
});
