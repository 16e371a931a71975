import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METHODS } from "../../../src/canary/methods/methods.js";
import { planScaled } from "../../../src/canary/scaledPlan.js";
import { CanaryDeployment } from "../../../src/index.js";
import { type Plan, planStack, Secret, Unknown } from "../../../src/testing/index.js";
import { canaryArgs, template } from "../../support/args.js";
import { autoscalerWait, readyWithin } from "../../support/scaling.js";

type Loose = ReturnType<typeof canaryArgs>;

const scaled = (change: Loose = {}) => ({ ...canaryArgs(), autoscaling: { maxReplicas: 40 }, ...change });

async function planned(change: Loose = {}, preview = true): Promise<Plan> {
  return planStack({ preview }, () => new CanaryDeployment("myapp", scaled(change)) && {});
}

const SHORT: Record<string, string> = {
  HorizontalPodAutoscaler: "autoscaler",
  Deployment: "pods",
  Service: "Service",
};

/** What takes part in a step, in the order it changes, each with what it waits for. */
const order = (plan: Plan) =>
  plan.kubernetes
    .filter(({ kind }) => kind !== "PodDisruptionBudget")
    .map(({ kind, name, waitsFor }) => [`${SHORT[kind] ?? kind} ${name}`, ...waitsFor]);

const inputs = (plan: Plan, kind: string, name: string) => plan.resource(kind, name).inputs as Loose;
const sizes = (plan: Plan, track: string) => {
  const { minReplicas, maxReplicas } = inputs(plan, "HorizontalPodAutoscaler", `myapp-${track}`).spec;
  return [minReplicas, maxReplicas];
};
const COMPONENT = { "pulumi-kubernetes-traffic/canary-deployment": "myapp" };
const alone = (track: string) => ({ ...COMPONENT, "pulumi-kubernetes-traffic/track": track });
const selector = (plan: Plan) => inputs(plan, "Service", "myapp").spec.selector;

describe.each([true, false])("with preview %s", (preview) => {
  test.each([
    [10, "stable", "canary"],
    [75, "canary", "stable"],
  ])(
    "at %s the %s side has its floor first; the %s side gets its bounds behind the Service",
    async (weight, full, other) => {
      const plan = await planned({ weight }, preview);
      expect(order(plan)).toEqual([
        [`autoscaler myapp-${full}`],
        [`pods myapp-${full}`, `myapp-${full}`],
        [`pods myapp-${other}`, `myapp-${full}`],
        ["Service myapp", `myapp-${other}`],
        [`autoscaler myapp-${other}`, "myapp"],
      ]);
      expect(selector(plan)).toEqual(COMPONENT);
    },
  );

  test.each([
    [0, "stable", "canary"],
    [100, "canary", "stable"],
  ])(
    "at %s the Service turns to the %s side alone before the %s side changes",
    async (weight, full, idle) => {
      const plan = await planned({ weight }, preview);
      expect(order(plan)).toEqual([
        [`autoscaler myapp-${full}`],
        [`pods myapp-${full}`, `myapp-${full}`],
        ["Service myapp", `myapp-${full}`],
        [`pods myapp-${idle}`, "myapp"],
        [`autoscaler myapp-${idle}`, `myapp-${idle}`],
      ]);
      expect(selector(plan)).toEqual(alone(full));
      expect(sizes(plan, full)).toEqual([10, 40]);
      expect(sizes(plan, idle)).toEqual([1, 1]);
    },
  );

  test("a side with traffic is left to its autoscaler, and waited for until its floor is ready", async () => {
    const plan = await planned({ weight: 10 }, preview);
    expect(sizes(plan, "stable")).toEqual([10, 40]);
    expect(sizes(plan, "canary")).toEqual([1, 4]);
    for (const name of ["myapp-stable", "myapp-canary"])
      expect(plan.resource("Deployment", name).options.ignoreChanges).toEqual(["spec.replicas"]);
    const awaited = (track: string) => inputs(plan, "Deployment", `myapp-${track}`).metadata.annotations;
    expect(awaited("stable")).toEqual(readyWithin("v1", 10, 40));
    expect(awaited("canary")).toEqual(readyWithin("v2", 1, 150_000));
    const { annotations } = inputs(plan, "HorizontalPodAutoscaler", "myapp-canary").metadata;
    expect(annotations).toEqual(autoscalerWait(1, 4));
    // It comes before its Deployment, so waiting for it would never end at the first update.
    expect(inputs(plan, "HorizontalPodAutoscaler", "myapp-stable").metadata.annotations).toBeUndefined();
  });

  test("a side without traffic keeps one pod by force, and is not waited for", async () => {
    const plan = await planned({ weight: 0 }, preview);
    const idle = plan.resource("Deployment", "myapp-canary");
    expect(idle.options.ignoreChanges).toBeUndefined();
    expect((idle.inputs as Loose).spec.replicas).toBe(1);
    const mark = "pulumi-kubernetes-traffic/version";
    expect((idle.inputs as Loose).metadata.annotations).toEqual({
      [mark]: "v2",
      "pulumi.com/patchForce": "true",
      "pulumi.com/waitFor": JSON.stringify([`jsonpath={.metadata.annotations['${mark}']}=v2`]),
    });
  });

  test("the autoscaler's manifest", async () => {
    const metrics = [
      {
        type: "Pods",
        pods: { metric: { name: "rps" }, target: { type: "AverageValue", averageValue: "9" } },
      },
    ];
    const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } };
    const autoscaling = { minReplicas: 4, maxReplicas: 20, metrics, behavior };
    const plan = await planned({ namespace: "web", autoscaling }, preview);
    expect(inputs(plan, "HorizontalPodAutoscaler", "myapp-stable")).toEqual({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: {
        name: "myapp-stable",
        namespace: "web",
        labels: expect.objectContaining({ "app.kubernetes.io/name": "myapp" }),
      },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "myapp-stable" },
        minReplicas: 4,
        maxReplicas: 20,
        metrics,
        behavior,
      },
    });
    expect(inputs(plan, "Deployment", "myapp-stable").spec.replicas).toBe(10); // to begin with
  });

  test("without a canary the Service selects the stable side, as it does with a canary at weight 0", async () => {
    const plan = await planned({ canary: undefined, weight: 0 }, preview);
    expect(order(plan)).toEqual([
      ["autoscaler myapp-stable"],
      ["pods myapp-stable", "myapp-stable"],
      ["Service myapp", "myapp-stable"],
    ]);
    expect(selector(plan)).toEqual(alone("stable"));
  });

  test("false returns the number of pods to Pulumi, and is a step without autoscalers otherwise", async () => {
    const plan = await planned({ autoscaling: false }, preview);
    const without = await planned({ autoscaling: undefined }, preview);
    expect(order(plan)).toEqual(order(without));
    for (const name of ["myapp-stable", "myapp-canary"]) {
      const { annotations } = inputs(without, "Deployment", name).metadata;
      expect(inputs(plan, "Deployment", name).metadata.annotations).toEqual({
        ...annotations,
        "pulumi.com/patchForce": "true",
      });
    }
  });
});

test("a route leaves both sides at full size to their autoscalers, and the idle one behind it", async () => {
  const route = { kind: "TCPRoute", parentRefs: [{ name: "gateway" }] };
  const both = await planned({ method: "route", route, weight: 10 });
  for (const track of ["stable", "canary"]) {
    expect(sizes(both, track)).toEqual([10, 40]);
    expect(inputs(both, "Deployment", `myapp-${track}`).metadata.annotations).toEqual(
      readyWithin(track === "stable" ? "v1" : "v2", 10, 40),
    );
  }
  expect(both.resource("CanaryDeployment").outputs).toMatchObject({
    plan: { achieved: 10, achievedRange: { least: 10, most: 10 } },
  });
  const half = await planned({ method: "route", route, weight: 50 });
  expect(half.resource("CanaryDeployment").outputs).toMatchObject({
    plan: { achievedRange: { least: 50, most: 50 } },
  });
  const idle = await planned({ method: "route", route, weight: 0 });
  expect(sizes(idle, "canary")).toEqual([1, 1]);
  expect(order(idle).slice(-3)).toEqual([
    ["pods myapp-canary", "myapp", "myapp"], // the Service and the route
    ["autoscaler myapp-canary", "myapp-canary"],
    ["Service myapp-canary", "myapp-canary"],
  ]);
});

test("an existing Deployment is scaled under its own name", async () => {
  const existing = { name: "old", selector: { app: "old", release: "one" } };
  const own = { ...template(), metadata: { labels: existing.selector } };
  const plan = await planned({
    stable: { version: "v1", image: "app:1", existing, template: own },
    selector: { app: "old" },
    weight: 0,
  });
  expect(selector(plan)).toEqual(existing.selector);
  const { metadata, spec } = inputs(plan, "HorizontalPodAutoscaler", "myapp-stable");
  expect([metadata.name, spec.scaleTargetRef.name]).toEqual(["old", "old"]);
});

test("the side that a step relies on is checked in every step, for a part of its minimum", async () => {
  const annotations = async (weight: number, kind: string) =>
    inputs(await planned({ weight }), kind, "myapp-stable").metadata.annotations;
  expect(await annotations(10, "Deployment")).toMatchObject(readyWithin("v1", 10, 40));
  const [at10, at20] = [
    await annotations(10, "PodDisruptionBudget"),
    await annotations(20, "PodDisruptionBudget"),
  ];
  expect(at10["pulumi.com/waitFor"]).toContain("currentHealthy>6");
  expect(at10["pulumi-kubernetes-traffic/relied-on"]).not.toBe(at20["pulumi-kubernetes-traffic/relied-on"]);
});

test("metrics that only the update will know are unknown in the preview, and nothing else is", async () => {
  const plan = await planStack({}, () => {
    const name = new k8s.core.v1.ConfigMap("names", {}).data.apply((data) => data.metric);
    const metrics = pulumi.output([
      { type: "Pods", pods: { metric: { name }, target: { type: "AverageValue", averageValue: "9" } } },
    ]);
    new CanaryDeployment("myapp", scaled({ autoscaling: { maxReplicas: 40, metrics } }));
  });
  const { spec } = inputs(plan, "HorizontalPodAutoscaler", "myapp-stable");
  expect(JSON.stringify(spec.metrics)).toContain("<computed>");
  expect(spec.minReplicas).toBe(10);
});

test("secret metrics stay secret", async () => {
  const metrics = pulumi.secret([
    { type: "External", external: { metric: { name: "hush" }, target: { type: "Value", value: "1" } } },
  ]);
  const plan = await planned({ autoscaling: { maxReplicas: 40, metrics } }, false);
  const { spec } = inputs(plan, "HorizontalPodAutoscaler", "myapp-stable");
  expect(spec.metrics).toBeInstanceOf(Secret);
  expect(spec.metrics).not.toBeInstanceOf(Unknown);
});

test("the range of the share is in a note and in the outputs", async () => {
  const requesting = template();
  requesting.spec.containers[0].resources = { requests: { cpu: "100m" } };
  const plan = await planned({ weight: 10, template: requesting });
  expect(plan.resource("CanaryDeployment").outputs).toMatchObject({
    plan: {
      stable: 10,
      canary: 1,
      peakPods: 44,
      bounds: { stable: { min: 10, max: 40 }, canary: { min: 1, max: 4 } },
      achievedRange: { least: 100 / 41, most: 400 / 14 },
    },
  });
  expect(plan.messages.map(({ severity, text }) => [severity, text])).toEqual([
    [
      "info",
      "weight: 10 % becomes 9.1 % with the fewest pods and 9.1 % with the most while both sides scale equally, as they do " +
        "under equal load; whatever the autoscalers decide, it stays between 2.4 and 28.6 %; " +
        'method "route" is exact',
    ],
  ]);
});

describe("the bounds", () => {
  const anything = fc.record({
    min: fc.integer({ min: 1, max: 60 }),
    more: fc.integer({ min: 0, max: 200 }),
    weight: fc.double({ min: 0, max: 100, noNaN: true }),
    stable: fc.double({ min: 0, max: 1, noNaN: true }),
    canary: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  test.each(["replicas", "route"] as const)("never cross, and hold the floor on one side (%s)", (name) => {
    const method = METHODS[name];
    fc.assert(
      fc.property(anything, ({ min, more, weight }) => {
        const { bounds, first, achievedRange } = planScaled(
          method,
          { replicas: min, weight },
          { min, max: min + more },
        );
        for (const side of [bounds?.stable, bounds?.canary]) {
          expect(side?.min).toBeGreaterThanOrEqual(1);
          expect(side?.max).toBeGreaterThanOrEqual(side?.min ?? 0);
        }
        expect(bounds?.[first]).toEqual({ min, max: min + more });
        expect(achievedRange?.least).toBeLessThanOrEqual(achievedRange?.most ?? 0);
        if (method.exact) expect(achievedRange?.least).toBe(achievedRange?.most);
      }),
    );
  });

  test("keep the share in its range, whatever the autoscalers decide", () => {
    const within = ({ min, max }: { min: number; max: number }, at: number) =>
      Math.round(min + at * (max - min));
    fc.assert(
      fc.property(anything, ({ min, more, weight, stable, canary }) => {
        const plan = planScaled(METHODS.replicas, { replicas: min, weight }, { min, max: min + more });
        if (!plan.bounds || !plan.achievedRange) throw new Error("no bounds");
        if (plan.stable === 0 || plan.canary === 0) {
          expect(plan.achievedRange).toEqual({ least: plan.achieved, most: plan.achieved });
          return;
        }
        const [s, c] = [within(plan.bounds.stable, stable), within(plan.bounds.canary, canary)];
        const share = (100 * c) / (c + s);
        expect(share).toBeGreaterThanOrEqual(plan.achievedRange.least - 1e-9);
        expect(share).toBeLessThanOrEqual(plan.achievedRange.most + 1e-9);
      }),
    );
  });
});
