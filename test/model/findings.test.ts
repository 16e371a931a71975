import { describe, expect, test } from "vitest";
import { type BlueGreenConfig, blueGreenStrategy, firstBlueGreen } from "./blueGreenConfigs.js";
import { type CanaryConfig, canaryStrategy, firstCanary } from "./canaryConfigs.js";
import { readyOf } from "./changes.js";
import { failPods, type LiveDeployment } from "./cluster.js";
import { exploreWithReruns } from "./explore.js";
import type { Invariant } from "./invariants.js";
import { Scenario } from "./scenario.js";
import { emptyWorld, refreshed, type World, withDeployment } from "./world.js";

// The smallest cases of what the walks found: promises that were broken before, and promises that need the user's help.

const canary = new Scenario(canaryStrategy);
const blueGreen = new Scenario(blueGreenStrategy);

const one = { ...firstCanary, replicas: 1 };
const failed = ({ run }: { run: string }) => run === "failed";
const killed = ({ run }: { run: string }) => run === "killed";

async function withFailedPods<Config extends { readonly replicas: number }>(
  scenario: Scenario<Config>,
  config: Config,
  deployment: string,
): Promise<World> {
  const world = await scenario.at(config);
  return withDeployment(world, failPods(world.deployments.get(deployment) as LiveDeployment));
}

describe("a canary that cannot become ready blocks every wait for a load balancer, so the Service comes after both sides", () => {
  const good = { ...one, weight: 10, loadBalancer: true };
  const afterBadCanary = async () => {
    const { endings } = await canary.explore(await canary.at(good), { ...good, canary: "bad" });
    return endings.filter(failed).map(({ world }) => world);
  };

  test("an abort repairs it", async () => {
    expect(await canary.brokenFrom(await afterBadCanary(), { ...good, weight: 0, canary: "bad" })).toEqual(
      [],
    );
  });

  test("an abort after `pulumi refresh` repairs it", async () => {
    const worlds = (await afterBadCanary()).map((world) => refreshed(world));
    expect(await canary.brokenFrom(worlds, { ...good, weight: 0, canary: "bad" })).toEqual([]);
  });

  test("a good version with another port of the Service in the same update repairs it", async () => {
    expect(await canary.brokenFrom(await afterBadCanary(), { ...good, canary: "v3", port: 81 })).toEqual([]);
  });
});

describe("a broken side without traffic blocks the wait for its own Service, which therefore follows its Deployment", () => {
  const routed = { ...one, method: "route" } as const;

  test("the abort of a canary whose Service does not exist yet", async () => {
    const { canary: _, ...before } = routed;
    const { endings } = await canary.explore(await canary.at(before), {
      ...routed,
      weight: 10,
      canary: "bad",
    });
    const worlds = endings.filter(failed).map(({ world }) => world);
    expect(await canary.brokenFrom(worlds, { ...routed, canary: "bad" })).toEqual([]);
  });

  test("another port of the Service, while an idle color is broken", async () => {
    const good = { ...firstBlueGreen, replicas: 1, routed: "plain" } as const;
    const idle = (version: string) => ({ ...good, colors: { blue: "v1", green: version } });
    const { endings } = await blueGreen.explore(await blueGreen.at(good), idle("bad"));
    const worlds = endings.filter(failed).map(({ world }) => world);
    expect(await blueGreen.brokenFrom(worlds, { ...idle("v3"), port: 81 })).toEqual([]);
  });
});

describe("pods that fail after the wait for their Deployment: without a change to it, nothing waits again", () => {
  const flip = async (verifyReady: boolean) => {
    const small = { ...firstBlueGreen, replicas: 1, verifyReady };
    const world = await withFailedPods(blueGreen, small, "app-green");
    return blueGreen.brokenFrom([world], { ...small, activeColor: "green" });
  };
  const promotion = async (verifyReady: boolean) => {
    const half = { ...one, replicas: 2, weight: 50, verifyReady };
    const world = await withFailedPods(canary, half, "app-canary");
    return canary.brokenFrom([world], { ...half, weight: 100 });
  };

  const routedMore = async (verifyReady: boolean) => {
    const some = { ...one, method: "route", weight: 10, verifyReady } as const;
    const world = await withFailedPods(canary, some, "app-canary");
    return canary.brokenFrom([world], { ...some, weight: 50 }, 0);
  };

  test("without verifyReady, a flip to them, or scaling down the stable side next to them, loses traffic", async () => {
    expect(await flip(false)).toEqual(expect.arrayContaining([1, 2]));
    expect(await promotion(false)).toEqual(expect.arrayContaining([1]));
    expect(await routedMore(false)).toEqual(expect.arrayContaining([2]));
  });

  test("by default the update stops before it changes the side that serves", async () => {
    expect(await flip(true)).toEqual([]);
    expect(await promotion(true)).toEqual([]);
    expect(await routedMore(true)).toEqual([]);
  });

  test("without a disruption budget, too", async () => {
    const alone = { ...firstBlueGreen, replicas: 1, disruptionBudget: false };
    const world = await withFailedPods(blueGreen, alone, "app-green");
    expect(await blueGreen.brokenFrom([world], { ...alone, activeColor: "green" })).toEqual([]);
  });
});

describe("a node takes one of three pods with it, and no new one starts", () => {
  /** Whether an update can succeed although the lost pod never returns. */
  async function succeeds<Config extends { readonly replicas: number }>(
    scenario: Scenario<Config>,
    [before, after]: readonly [Config, Config],
    deployment: string,
    count = 1,
  ): Promise<boolean> {
    const world = await scenario.at(before);
    const live = failPods(world.deployments.get(deployment) as LiveDeployment, count);
    const { endings } = await scenario.explore(withDeployment(world, live), after);
    const left = ({ world }: { world: World }) => readyOf(world.deployments.get(deployment));
    return endings.some((ending) => ending.run === "done" && left(ending) === 3 - count);
  }
  const canaryAt = (weight: number, rest: Partial<CanaryConfig> = {}) => ({
    ...firstCanary,
    weight,
    ...rest,
  });
  const flip = (rest: Partial<BlueGreenConfig> = {}) => {
    const before = { ...firstBlueGreen, replicas: 3, ...rest };
    return [before, { ...before, activeColor: "green" }] as const;
  };

  test("an abort and a flip do not wait for it", async () => {
    expect(await succeeds(canary, [canaryAt(10), canaryAt(0)], "app-stable")).toBe(true);
    expect(await succeeds(blueGreen, flip(), "app-green")).toBe(true);
  });

  test("a side with too few pods gets no traffic", async () => {
    for (const lost of [2, 3]) {
      expect(await succeeds(blueGreen, flip(), "app-green", lost)).toBe(false);
      expect(await succeeds(canary, [canaryAt(10), canaryAt(0)], "app-stable", lost)).toBe(false);
    }
    expect(await succeeds(blueGreen, flip({ minReady: 100 }), "app-green")).toBe(false);
    expect(await succeeds(blueGreen, flip({ minReady: 1 }), "app-green", 2)).toBe(true);
    expect(await succeeds(blueGreen, flip({ minReady: 1 }), "app-green", 3)).toBe(false);
  });

  test("the abort of a hold waits for it, unless replicas is lower", async () => {
    const held = (weight: number, replicas = 3) => canaryAt(weight, { method: "hold", replicas });
    expect(await succeeds(canary, [held(40), held(0)], "app-stable")).toBe(false);
    expect(await succeeds(canary, [held(40), held(0, 2)], "app-stable")).toBe(true);
  });

  test("a promotion waits for every pod of the canary", async () => {
    expect(await succeeds(canary, [canaryAt(50), canaryAt(100)], "app-canary")).toBe(false);
    const routed = (weight: number) => canaryAt(weight, { method: "route" });
    expect(await succeeds(canary, [routed(10), routed(50)], "app-canary")).toBe(false);
    expect(await succeeds(canary, [routed(10), routed(0)], "app-stable")).toBe(true);
  });
});

describe("after a kill (SIGKILL) Pulumi's state is out of date, and a revert looks like no change", () => {
  const back = { ...firstBlueGreen, replicas: 1, standbyReplicas: 0 };
  const flip = { ...back, activeColor: "green" };
  const [low, high] = [0, 100].map((weight) => ({ ...one, weight }));
  const afterKill = async () => ({
    canary: (await canary.explore(await canary.at(high), low)).endings.filter(killed),
    blueGreen: (await blueGreen.explore(await blueGreen.at(back), flip)).endings.filter(killed),
  });

  test("another config right away loses traffic: refresh first, or complete the same config", async () => {
    const worlds = await afterKill();
    const lost = [1, 10];
    const ofCanary = await canary.brokenFrom(
      worlds.canary.map(({ world }) => world),
      high,
    );
    const ofBlueGreen = await blueGreen.brokenFrom(
      worlds.blueGreen.map(({ world }) => world),
      back,
    );
    expect(ofCanary).toEqual(expect.arrayContaining(lost));
    expect(ofBlueGreen).toEqual(expect.arrayContaining(lost));
  });

  test("after a refresh, or the same config again, nothing is lost", async () => {
    const worlds = await afterKill();
    const fresh = worlds.canary.map(({ world }) => refreshed(world));
    const freshColors = worlds.blueGreen.map(({ world }) => refreshed(world));
    expect(await canary.brokenFrom(fresh, high)).toEqual([]);
    expect(await blueGreen.brokenFrom(freshColors, back)).toEqual([]);
    const asKilled = worlds.blueGreen.map(({ world }) => world);
    expect(await blueGreen.brokenFrom(asKilled, flip)).toEqual([]);
  });
});

describe("what a hold does not allow: `up` fails, no traffic is lost, and weight 0 is the remedy", () => {
  const hold = { ...firstCanary, method: "hold" } as const;
  const at = (weight: number, rest: Partial<CanaryConfig> = {}): CanaryConfig => ({
    ...hold,
    weight,
    ...rest,
  });

  test.each<[string, CanaryConfig, CanaryConfig, Invariant[]]>([
    ["fewer canary pods", at(40), at(10), [5, 9]],
    ["held again from weight 100", at(100), at(40), [5, 7, 9]],
    ["more replicas, which old and new pods share", at(10), at(10, { replicas: 6 }), [5, 9]],
  ])("%s", async (_, before, after, broken) => {
    const world = await canary.at(before);
    const floor = Math.min(before.replicas, after.replicas);
    expect(await canary.brokenFrom([world], after, floor)).toEqual(broken);
    const { endings } = exploreWithReruns([world], await canary.goal(after, floor));
    expect(endings.filter(({ run }) => run === "done")).toEqual([]);
    const worlds = endings.filter(failed).map((ending) => ending.world);
    expect(await canary.brokenFrom(worlds, { ...after, weight: 0 }, floor)).toEqual([]);
  });

  test("a first deployment with a hold creates only canary pods", async () => {
    const { endings } = await canary.explore(emptyWorld, at(10));
    expect(new Set(endings.map(({ run }) => run))).toEqual(new Set(["failed", "killed"]));
  });

  test("another stable version has no effect until the hold ends", async () => {
    const world = await canary.at(at(40));
    const { endings, violations } = await canary.explore(world, at(40, { stable: "v3" }));
    expect([...violations.keys()]).toEqual(expect.arrayContaining([5, 10]));
    const worlds = endings.map((ending) => ending.world);
    expect(await canary.brokenFrom(worlds, at(0, { stable: "v3" }))).toEqual([]);
  });
});

describe("two changes in one update that need two updates", () => {
  test("by route, a canary with all traffic gets a new version and a smaller weight: the new version gets all traffic", async () => {
    const routed = { ...one, method: "route" } as const;
    const world = await canary.at({ ...routed, weight: 100 });
    expect(await canary.brokenFrom([world], { ...routed, weight: 10, canary: "v3" })).toEqual([7]);
  });

  test("a broken canary is removed while the Service changes: at weight 0 first, it goes before the Service", async () => {
    const balanced = { ...one, loadBalancer: true };
    const good = { ...balanced, weight: 10 };
    const { endings } = await canary.explore(await canary.at(good), { ...good, canary: "bad" });
    const worlds = endings.filter(failed).map(({ world }) => world);
    const { canary: _, ...without } = { ...balanced, port: 81 };
    expect(await canary.brokenFrom(worlds, without)).toEqual([9]);
    expect(await canary.brokenFrom(worlds, { ...balanced, port: 81, canary: "bad" })).toEqual([]);
    const { loadBalancer: __, ...inCluster } = without;
    expect(await canary.brokenFrom(worlds, inCluster)).toEqual([]);
  });
});

test("a hold never requests more canary pods than a Deployment gives one version", async () => {
  const most = { ...one, method: "hold", maxPods: 5, weight: 75 } as const;
  expect(await canary.broken([{ ...most, weight: 0 }, most])).toEqual([]);
});
