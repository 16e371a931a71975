import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blueGreenStrategy, firstBlueGreen } from "./blueGreenConfigs.js";
import { canaryStrategy, firstCanary } from "./canaryConfigs.js";
import {
  behind,
  createDeployment,
  isRolledOut,
  type LiveDeployment,
  oneMoreReady,
  reconcile,
  updateDeployment,
} from "./cluster.js";
import type { DeploymentManifest } from "./manifests.js";
import { edited, Scenario } from "./scenario.js";
import { inWords } from "./world.js";

// The model must behave like a real cluster and the real provider, where each of these cases was observed.

/** The distinct ends of an update, as messages. */
async function endings<Config extends { readonly replicas: number }>(
  scenario: Scenario<Config>,
  [before, after]: readonly [Config, Config],
): Promise<string[]> {
  const found = await scenario.explore(await scenario.at(before), after);
  return [...new Set(found.endings.map(({ run, world }) => `${run}: ${inWords(world)}`))];
}

describe("as measured on a cluster", () => {
  const small = { ...firstBlueGreen, replicas: 1 };
  const flip = [small, { ...small, activeColor: "green" }] as const;

  test("a flip to a color without pods succeeds, because the provider accepts an empty Service", async () => {
    const empty = edited("Deployment", ({ metadata, spec }) => {
      if (metadata.name === "app-green") spec.replicas = 0;
    });
    const trusting = flip.map((config) => ({ ...config, verifyReady: false }));
    expect(await endings(new Scenario(blueGreenStrategy, empty), [trusting[0], trusting[1]])).toContain(
      "done: app-blue 1/1 v1, app-green no pods, Service app → app green",
    );
  });

  test("a new color that never becomes ready fails the update, and the Service does not change", async () => {
    const bad = { ...small, activeColor: "green", colors: { blue: "v1", green: "bad" } };
    const all = await endings(new Scenario(blueGreenStrategy), [small, bad]);
    expect(all).toContain("failed: app-blue 1/1 v1, app-green 1/1 v2 + 0/1 bad, Service app → app blue");
    expect(all.filter((ending) => !ending.endsWith("Service app → app blue"))).toEqual([]);
  });

  test("killed while it waits for the Service, an update leaves the new selector and both colors", async () => {
    expect(await endings(new Scenario(blueGreenStrategy), flip)).toContain(
      "killed: app-blue 1/1 v1, app-green 1/1 v2, Service app → app green",
    );
  });

  test("a broken image keeps the old pods of its Deployment, and adds one new pod", async () => {
    const all = await endings(new Scenario(canaryStrategy), [firstCanary, { ...firstCanary, stable: "bad" }]);
    expect(all).toContain("failed: app-canary no pods, app-stable 3/3 v1 + 0/1 bad, Service app → app");
  });

  test("a change of replicas during a rollout is divided between old and new pods in proportion", () => {
    // 3 old pods and 1 held one became 5 and 2 when `replicas` went from 3 to 6.
    const sets = [set("v1", 3, 3, 4), set("v2", 1, 1, 4)];
    const live = { manifest: deployment("v2", 6), observed: false, sizedFor: 3, replicaSets: sets };
    expect(reconcile(live)?.replicaSets.map(({ size }) => size)).toEqual([5, 2]);
  });
});

describe("as measured with a rollout that is held by minReadySeconds", () => {
  const hold = { ...firstCanary, method: "hold" } as const;
  const from = (before: number, after: number) =>
    endings(new Scenario(canaryStrategy), [
      { ...hold, weight: before },
      { ...hold, weight: after },
    ]);
  const done = (all: readonly string[]) => all.filter((ending) => ending.startsWith("done"));

  test.each([
    ["it stops at the canary's pods", 0, 25, "3/3 v1 + 1/1 v2"],
    ["more surge brings more of them", 25, 40, "3/3 v1 + 2/2 v2"],
    ["it goes on without minReadySeconds", 40, 100, "3/3 v2"],
    ["it is undone with the old template and no minReadySeconds", 40, 0, "3/3 v1"],
  ])("%s", async (_, before, after, pods) => {
    expect(done(await from(before, after))).toEqual([`done: app-stable ${pods}, Service app → app stable`]);
  });

  test("less surge changes nothing, and the wait times out", async () => {
    const all = await from(40, 25);
    expect(done(all)).toEqual([]);
    expect(all).toContain("failed: app-stable 3/3 v1 + 2/2 v2, Service app → app stable");
  });

  test("a broken version replaces the canary's pods, and the old pods stay", async () => {
    const change = [
      { ...hold, weight: 25 },
      { ...hold, weight: 25, canary: "bad" },
    ] as const;
    expect(await endings(new Scenario(canaryStrategy), change)).toContain(
      "failed: app-stable 3/3 v1 + 0/1 bad, Service app → app stable",
    );
  });
});

test("a Deployment always has its ready pods and no more than its surge, whatever changes when", () => {
  const version = fc.constantFrom("v1", "v2", "v3", "bad");
  const change = fc.record({ version, after: fc.array(fc.nat(5), { maxLength: 8 }) });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(change, { maxLength: 6 }), (replicas, changes) => {
      let live: LiveDeployment = rolledOut("v1", replicas);
      for (const { version, after } of changes) {
        live = updateDeployment(live, deployment(version, replicas));
        for (const pick of after) {
          const next = [reconcile(live), ...oneMoreReady(live)].filter((state) => state !== undefined);
          live = next[pick % next.length] ?? live;
          const { pods, ready } = behind({ app: "x" }, [live]);
          expect(ready).toBeGreaterThanOrEqual(replicas);
          expect(pods).toBeLessThanOrEqual(replicas + 1);
        }
      }
    }),
  );
});

test("a Deployment with a good image reaches the state of its manifest", () => {
  fc.assert(
    fc.property(fc.nat(4), fc.nat(4), fc.boolean(), (from, to, newVersion) => {
      let live = updateDeployment(rolledOut("v1", from), deployment(newVersion ? "v2" : "v1", to));
      for (let next: LiveDeployment | undefined = live; next; next = reconcile(live) ?? oneMoreReady(live)[0])
        live = next;
      expect(isRolledOut(live)).toBe(true);
    }),
  );
});

function deployment(version: string, replicas: number): DeploymentManifest {
  const template = {
    key: version,
    labels: { app: "x", "app.kubernetes.io/version": version },
    broken: version === "bad",
    drainSeconds: 5,
    graceSeconds: 35,
  };
  const rollout = { maxSurge: 1, maxUnavailable: 0, selector: { app: "x" }, template };
  const identity = { id: 0, key: "Deployment x", name: "x", urn: "x", inputs: {} };
  return { ...identity, kind: "Deployment", replicas, held: false, ...rollout };
}

function set(version: string, size: number, ready: number, most = size + 1) {
  return { template: deployment(version, size).template, size, ready, held: false, most };
}

function rolledOut(version: string, replicas: number): LiveDeployment {
  const manifest = deployment(version, replicas);
  const replicaSets = replicas > 0 ? [set(version, replicas, replicas)] : [];
  return { ...createDeployment(manifest), observed: true, replicaSets };
}
