import { describe, expect, test } from "vitest";
import { checkCanary } from "../../../../src/canary/check.js";
import { Problems } from "../../../../src/diagnostics/problems.js";
import { accepted } from "../../../../src/diagnostics/pulumi.js";
import { CanaryDeployment } from "../../../../src/index.js";
import { planStack } from "../../../../src/testing/index.js";
import { canaryArgs, waitFor } from "../../../support/args.js";
import { manifestOf } from "../../../support/specs.js";

type Loose = ReturnType<typeof canaryArgs>;

function held(change: Loose) {
  const problems = new Problems("CanaryDeployment");
  const args = { ...canaryArgs(), replicas: 3, method: "hold", ...change };
  const canary = accepted(problems, checkCanary("myapp", args, problems));
  const { specs, stable } = canary.method.objects(canary);
  const { metadata, spec } = manifestOf(stable) as Loose;
  return { plan: canary.plan, specs, problems, metadata, spec };
}

const image = (spec: Loose) => spec.template.spec.containers[0].image;

test.each([
  [0, 3, 0, 0],
  [25, 3, 1, 25],
  [40, 3, 2, 40],
  [50, 3, 3, 50],
  [100, 0, 3, 100],
])("weight %i is %i old and %i canary pods", (weight, stable, canary, achieved) => {
  expect(held({ weight }).plan).toMatchObject({ stable, canary, achieved, first: "stable" });
});

test("a hold brings the canary's pods, keeps the old ones, and goes no further by itself", () => {
  const { spec, metadata } = held({ weight: 40 });
  expect(image(spec)).toBe("app:2");
  expect(spec).toMatchObject({
    replicas: 3,
    minReadySeconds: 2147483646,
    progressDeadlineSeconds: 2147483647,
    strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 0 } },
  });
  // The provider's own wait would never end: available pods are what a hold does not have.
  expect(metadata.annotations).toEqual(waitFor("v2", 5, 2));
});

test.each([
  [0, "app:1", "v1"],
  [100, "app:2", "v2"],
])("weight %i lets the rollout end at %s, and waits for all pods", (weight, wanted, version) => {
  const { spec, metadata } = held({ weight });
  expect(image(spec)).toBe(wanted);
  expect(spec.replicas).toBe(3);
  // Left at its large value it would make the pods that stay count as unavailable.
  expect(spec.minReadySeconds).toBeUndefined();
  expect(spec.strategy.rollingUpdate).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  expect(metadata.annotations).toEqual(waitFor(version, 3));
});

test("every step selects the same pods through the same Service", () => {
  const selectors = [0, 25, 50, 100].map((weight) => {
    const { specs, spec } = held({ weight });
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect((specs[1].manifest as Loose).spec.selector).toEqual(spec.selector.matchLabels);
    expect(specs.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "Deployment myapp-stable",
      "Service myapp",
      "PodDisruptionBudget myapp-stable",
    ]);
    return spec.selector;
  });
  expect(new Set(selectors.map((selector) => JSON.stringify(selector))).size).toBe(1);
});

test("a weight that one Deployment cannot meet causes a warning with a remedy", () => {
  expect(held({ weight: 2 }).problems.warnings).toEqual([
    'weight: 2 % becomes 25 % (3 stable + 1 canary pods), 23 points more than requested; method "route" is exact',
  ]);
  // A Deployment never has more than `replicas` pods of one version: maxPods lifts its own limit only.
  expect(held({ weight: 75, maxPods: 12 }).problems.warnings).toEqual([
    'weight: 75 % becomes 50 % (3 stable + 3 canary pods), 25 points less than requested; method "route" is exact',
  ]);
  expect(held({ weight: 75, maxPods: 4 }).problems.warnings).toEqual([
    'weight: 75 % becomes 25 % (3 stable + 1 canary pods), 50 points less than requested; maxPods: 6 allows more canary pods, method "route" is exact',
  ]);
  expect(held({ weight: 40, maxPods: 5 }).plan).toMatchObject({ canary: 2, achieved: 40, peakPods: 5 });
});

describe("the component", () => {
  test("has one Deployment, and waits for it before the Service", async () => {
    const plan = await planStack({}, () => {
      const app = new CanaryDeployment("myapp", { ...canaryArgs(), method: "hold" });
      expect(app.canary).toBeUndefined();
    });
    expect(plan.resource("CanaryDeployment").outputs).toMatchObject({ method: "hold", canaryVersion: "v2" });
    expect(plan.resource("CanaryDeployment").outputs).not.toHaveProperty("canaryName");
    expect(plan.kubernetes.find(({ kind }) => kind === "Service")?.waitsFor).toEqual(["myapp-stable"]);
  });
});
