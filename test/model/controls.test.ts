import { describe, expect, test } from "vitest";
import { type BlueGreenConfig, blueGreenStrategy, firstBlueGreen } from "./blueGreenConfigs.js";
import { type CanaryConfig, canaryStrategy, firstCanary } from "./canaryConfigs.js";
import { brokenBetween, brokenWithin } from "./changes.js";
import type { Invariant } from "./invariants.js";
import type { Strategy } from "./release.js";
import { type Alteration, edited, ordered, Scenario } from "./scenario.js";

// Each promise is broken on purpose. A checker that does not notice would pass anything.

interface Control<Config> {
  readonly alter?: Alteration;
  readonly from?: Partial<Config>;
  readonly to: Partial<Config>;
  readonly breaks: readonly Invariant[];
}

const SERVICE = "Service app";
const ROUTE = "TCPRoute app";
const [STABLE, CANARY, BLUE, GREEN] = ["stable", "canary", "blue", "green"].map(
  (suffix) => `Deployment app-${suffix}`,
);

const independent: Alteration = (plan) => plan.map((planned) => ({ ...planned, waitsFor: [] }));
const stableFirst = ordered({
  [STABLE]: [],
  [SERVICE]: [STABLE],
  [CANARY]: [SERVICE],
});
const canaryFirst = ordered({ [CANARY]: [], [SERVICE]: [CANARY], [STABLE]: [SERVICE] });
const colorsFirst = ordered({ [BLUE]: [], [GREEN]: [], [SERVICE]: [BLUE, GREEN] });
const oneUnavailable = edited("Deployment", ({ spec }) => {
  spec.strategy.rollingUpdate.maxUnavailable = 1;
});
const versionSelected = edited("Deployment", ({ spec }) => {
  spec.selector.matchLabels["app.kubernetes.io/version"] =
    spec.template.metadata.labels["app.kubernetes.io/version"];
});

const fewer = edited("Deployment", ({ metadata, spec }) => {
  if (metadata.name !== "app-canary") return;
  spec.replicas = Math.min(spec.replicas, 1);
  delete metadata.annotations["pulumi.com/waitFor"];
});

const canaryControls: Readonly<Record<string, Control<CanaryConfig>>> = {
  "nothing waits": { alter: independent, from: { weight: 10 }, to: { weight: 75 }, breaks: [1, 4] },
  "the stable side always goes first": { alter: stableFirst, to: { weight: 100 }, breaks: [1, 4] },
  "the canary always goes first": {
    alter: canaryFirst,
    from: { weight: 100 },
    to: { weight: 0 },
    breaks: [1, 4],
  },
  "one pod may be unavailable": { alter: oneUnavailable, to: { stable: "v3" }, breaks: [1] },
  "pods do not drain": {
    from: { weight: 75, drainSeconds: 0 },
    to: { weight: 10, drainSeconds: 0 },
    breaks: [3],
  },
  "pods drain less than the nodes need": {
    from: { weight: 75, drainSeconds: 1 },
    to: { weight: 10, drainSeconds: 1 },
    breaks: [3],
  },
  "a weight below half a pod gets none": {
    alter: edited("Deployment", ({ metadata, spec }) => {
      if (metadata.name !== "app-canary") return;
      spec.replicas = 0;
      delete metadata.annotations["pulumi.com/waitFor"];
    }),
    to: { weight: 10 },
    breaks: [5],
  },
  "the selector of a side has its version": { alter: versionSelected, to: { stable: "v3" }, breaks: [6] },
};

const hold = { method: "hold" } as const;
const notHeld = edited("Deployment", ({ spec }) => {
  delete spec.minReadySeconds;
});
const alwaysHeld = edited("Deployment", ({ spec }) => {
  spec.minReadySeconds = 2 ** 31 - 2;
});
const ownWait = edited("Deployment", ({ metadata }) => {
  delete metadata.annotations["pulumi.com/waitFor"];
});
const oldPodsCounted = edited("Deployment", ({ metadata }) => {
  const waitFor: string = metadata.annotations["pulumi.com/waitFor"];
  metadata.annotations["pulumi.com/waitFor"] = waitFor.replace(/readyReplicas}=\d+/, "readyReplicas}=3");
});

const holdControls: Readonly<Record<string, Control<CanaryConfig>>> = {
  "nothing holds the rollout": { alter: notHeld, from: hold, to: { ...hold, weight: 40 }, breaks: [5, 7] },
  "minReadySeconds stays when the hold is undone": {
    alter: alwaysHeld,
    from: { ...hold, weight: 40 },
    to: hold,
    breaks: [9],
  },
  "minReadySeconds stays when the rollout is to go on": {
    alter: alwaysHeld,
    from: { ...hold, weight: 40 },
    to: { ...hold, weight: 100 },
    breaks: [9],
  },
  "the provider waits in its own way": {
    alter: ownWait,
    from: hold,
    to: { ...hold, weight: 40 },
    breaks: [9],
  },
  "the wait does not count the canary's pods": {
    alter: oldPodsCounted,
    from: hold,
    to: { ...hold, weight: 40 },
    breaks: [5, 10],
  },
  "one old pod may be unavailable": {
    alter: oneUnavailable,
    from: hold,
    to: { ...hold, weight: 40 },
    breaks: [1, 7],
  },
  "pods of an undone hold do not drain": {
    from: { ...hold, weight: 40, drainSeconds: 0 },
    to: { ...hold, drainSeconds: 0 },
    breaks: [3],
  },
};

const route = { method: "route", replicas: 2 } as const;

const routeControls: Readonly<Record<string, Control<CanaryConfig>>> = {
  "the route goes first": {
    alter: ordered({ [ROUTE]: [], [CANARY]: [ROUTE] }),
    from: route,
    to: { ...route, weight: 40 },
    breaks: [1, 2],
  },
  "the Service in front goes first": {
    alter: ordered({ [SERVICE]: [] }),
    from: route,
    to: { ...route, weight: 100 },
    breaks: [1, 2],
  },
  "the canary shrinks while the route sends to it": {
    alter: ordered({ [CANARY]: [] }),
    from: { ...route, weight: 40 },
    to: route,
    breaks: [1, 3],
  },
  "a side stands at less than full size": {
    alter: fewer,
    from: route,
    to: { ...route, weight: 40 },
    breaks: [1, 2, 5],
  },
  "the weights are not the ones that were asked for": {
    alter: edited("TCPRoute", ({ spec }) => {
      for (const backend of spec.rules[0].backendRefs) backend.weight = Math.round(backend.weight / 30);
    }),
    from: route,
    to: { ...route, weight: 40 },
    breaks: [5],
  },
  "pods do not drain while gateways still send to them": {
    from: { ...route, weight: 40, drainSeconds: 0 },
    to: { ...route, drainSeconds: 0 },
    breaks: [3],
  },
};

const blueGreenControls: Readonly<Record<string, Control<BlueGreenConfig>>> = {
  "nothing waits": {
    alter: independent,
    from: { standbyReplicas: 0 },
    to: { standbyReplicas: 0, activeColor: "green" },
    breaks: [1, 2, 3],
  },
  "both colours go before the Service": {
    alter: colorsFirst,
    from: { standbyReplicas: 0 },
    to: { standbyReplicas: 0, activeColor: "green" },
    breaks: [1, 3, 7],
  },
  "the Service goes first": {
    alter: ordered({ [SERVICE]: [], [GREEN]: [SERVICE], [BLUE]: [SERVICE] }),
    from: { standbyReplicas: 0 },
    to: { standbyReplicas: 0, activeColor: "green" },
    breaks: [1, 2],
  },
  "a flip to a colour without pods": {
    alter: edited("Deployment", ({ metadata, spec }) => {
      if (metadata.name === "app-green") spec.replicas = 0;
    }),
    to: { activeColor: "green" },
    breaks: [1, 2, 5],
  },
  "the Service is not waited for, and pods do not drain": {
    alter: edited("Service", ({ metadata }) => {
      metadata.annotations = { "pulumi.com/skipAwait": "true" };
    }),
    from: { standbyReplicas: 0, drainSeconds: 0 },
    to: { standbyReplicas: 0, drainSeconds: 0, activeColor: "green" },
    breaks: [3],
  },
  "the route goes first": {
    alter: ordered({ [ROUTE]: [] }),
    from: { routed: "plain", standbyReplicas: 0 },
    to: { routed: "plain", standbyReplicas: 0, activeColor: "green" },
    breaks: [1, 2],
  },
  "the old colour does not wait for the route": {
    alter: ordered({ [BLUE]: [SERVICE] }),
    from: { routed: "plain", standbyReplicas: 0 },
    to: { routed: "plain", standbyReplicas: 0, activeColor: "green" },
    breaks: [1, 3],
  },
  "one pod may be unavailable": {
    alter: oneUnavailable,
    to: { colors: { blue: "v3", green: "v2" } },
    breaks: [1],
  },
  "the active colour gets a new version, and pods do not drain": {
    from: { drainSeconds: 0 },
    to: { colors: { blue: "v3", green: "v2" }, drainSeconds: 0 },
    breaks: [3],
  },
};

describe("CanaryDeployment by hold, built wrongly", () => {
  test.each(Object.entries(holdControls))("%s: noticed", (_, control) =>
    expectNoticed(canaryStrategy, firstCanary, control),
  );
});

describe("CanaryDeployment by route, built wrongly", () => {
  test.each(Object.entries(routeControls))("%s: noticed", (_, control) =>
    expectNoticed(canaryStrategy, firstCanary, control),
  );
});

describe("CanaryDeployment, built wrongly", () => {
  test.each(Object.entries(canaryControls))("%s: noticed", (_, control) =>
    expectNoticed(canaryStrategy, firstCanary, control),
  );

  test("a Service that is written before a broken canary is mended: noticed, and not behind both sides", async () => {
    const [good, broken] = [10, 10].map((weight) => ({ ...firstCanary, weight }));
    const mended = { ...broken, canary: "v3", port: 81 };
    for (const [alter, breaks] of [
      [stableFirst, [9]],
      [ordered({ [STABLE]: [], [CANARY]: [STABLE], [SERVICE]: [CANARY] }), []],
    ] as const) {
      const scenario = new Scenario(canaryStrategy, alter);
      const { endings } = await scenario.explore(await scenario.at(good), { ...broken, canary: "bad" });
      const failed = endings.filter(({ run }) => run === "failed").map(({ world }) => world);
      expect(failed.length).toBeGreaterThan(0);
      expect(await scenario.brokenFrom(failed, mended)).toEqual(breaks);
    }
  });
});

describe("BlueGreenService, built wrongly", () => {
  test.each(Object.entries(blueGreenControls))("%s: noticed", (_, control) =>
    expectNoticed(blueGreenStrategy, firstBlueGreen, control),
  );

  test("not noticed is what loses nothing: a flip without drain, because the Service's wait is one", async () => {
    const idle = { ...firstBlueGreen, standbyReplicas: 0, drainSeconds: 0 };
    expect(await new Scenario(blueGreenStrategy).broken([idle, { ...idle, activeColor: "green" }])).toEqual(
      [],
    );
  });
});

describe("objects that should not have changed", () => {
  const flip = [firstBlueGreen, { ...firstBlueGreen, activeColor: "green" }] as const;

  test.each<[string, Alteration, Invariant[]]>([
    [
      "pods that carry their role are replaced by a flip",
      edited("Deployment", ({ spec }, plan) => {
        const live = plan.find(({ manifest }) => manifest.kind === "Service")?.manifest.inputs.spec.selector;
        const { labels } = spec.template.metadata;
        labels.live = String(Object.keys(live).every((key) => live[key] === labels[key]));
      }),
      [8],
    ],
    [
      "a Service of a new address is replaced",
      edited("Service", ({ spec }) => {
        spec.clusterIP =
          spec.selector["pulumi-kubernetes-traffic/color"] === "blue" ? "10.0.0.1" : "10.0.0.2";
      }),
      [6],
    ],
  ])("%s: noticed", async (_, alter, breaks) => {
    const plans = await Promise.all(
      flip.map((config) => new Scenario(blueGreenStrategy, alter).goal(config)),
    );
    const [before, after] = plans.map(({ plan }) => plan);
    const found = [...brokenBetween(before, after, blueGreenStrategy.change(...flip))];
    expect(found.map(({ invariant }) => invariant)).toEqual(expect.arrayContaining(breaks));
  });

  test("an active colour that changes with the idle one's version: noticed", async () => {
    const alter = edited("Deployment", ({ spec }, plan) => {
      spec.revisionHistoryLimit = plan.some(({ manifest }) => JSON.stringify(manifest.inputs).includes("v3"))
        ? 1
        : 2;
    });
    const change = [firstBlueGreen, { ...firstBlueGreen, colors: { blue: "v1", green: "v3" } }] as const;
    const plans = await Promise.all(
      change.map((config) => new Scenario(blueGreenStrategy, alter).goal(config)),
    );
    const [before, after] = plans.map(({ plan }) => plan);
    expect([...brokenBetween(before, after, blueGreenStrategy.change(...change))]).toEqual([
      { invariant: 7, how: expect.stringContaining("Deployment app-blue changes") },
    ]);
  });

  test("canary pods that know they are held are replaced when the rollout goes on: noticed", async () => {
    const alter = edited("Deployment", ({ spec }) => {
      spec.template.metadata.labels.held = String(spec.minReadySeconds > 0);
    });
    const change = [40, 100].map((weight) => ({ ...firstCanary, ...hold, weight }));
    const [before, after] = await Promise.all(
      change.map((config) => new Scenario(canaryStrategy, alter).goal(config)),
    );
    const found = brokenBetween(before.plan, after.plan, canaryStrategy.change(change[0], change[1]));
    expect([...found].map(({ invariant }) => invariant)).toEqual([8]);
  });

  test("two sides that select each other's pods: noticed", async () => {
    const alter = edited("Deployment", ({ spec }) => {
      delete spec.selector.matchLabels["pulumi-kubernetes-traffic/track"];
    });
    const { plan } = await new Scenario(canaryStrategy, alter).goal(firstCanary);
    expect([...brokenWithin(plan)].map(({ invariant }) => invariant)).toEqual([6, 6]);
  });
});

/** The altered component breaks the named promises in this change of config; as it is, it breaks none. */
async function expectNoticed<Config extends { readonly replicas: number }>(
  strategy: Strategy<Config>,
  first: Config,
  { alter, from, to, breaks }: Control<Config>,
): Promise<void> {
  const change = [
    { ...first, ...from },
    { ...first, ...to },
  ] as const;
  expect(await new Scenario(strategy, alter).broken(change)).toEqual(expect.arrayContaining([...breaks]));
  if (alter) expect(await new Scenario(strategy).broken(change)).toEqual([]);
}
