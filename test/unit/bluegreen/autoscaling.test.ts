import { describe, expect, test } from "vitest";
import { BlueGreenService } from "../../../src/index.js";
import { type Plan, planStack } from "../../../src/testing/index.js";
import { blueGreenArgs } from "../../support/args.js";
import { readyWithin } from "../../support/scaling.js";

type Loose = ReturnType<typeof blueGreenArgs>;

async function planned(change: Loose = {}, preview = true): Promise<Plan> {
  const args = { ...blueGreenArgs(), autoscaling: { maxReplicas: 9 }, ...change };
  return planStack({ preview }, () => new BlueGreenService("shop", args) && {});
}

const SHORT: Record<string, string> = { HorizontalPodAutoscaler: "autoscaler", Deployment: "pods" };

const order = (plan: Plan) =>
  plan.kubernetes
    .filter(({ kind }) => kind !== "PodDisruptionBudget")
    .map(({ kind, name, waitsFor }) => [`${SHORT[kind] ?? kind} ${name}`, ...waitsFor]);
const inputs = (plan: Plan, kind: string, name: string) => plan.resource(kind, name).inputs as Loose;
const sizes = (plan: Plan, color: string) => {
  const { minReplicas, maxReplicas } = inputs(plan, "HorizontalPodAutoscaler", `shop-${color}`).spec;
  return [minReplicas, maxReplicas];
};

describe.each([true, false])("with preview %s", (preview) => {
  test("the floor of the active color is raised and ready before the flip, and the others shrink after it", async () => {
    const plan = await planned({ activeColor: "green", standbyReplicas: 1 }, preview);
    expect(order(plan)).toEqual([
      ["autoscaler shop-green"],
      ["pods shop-green", "shop-green"],
      ["Service shop", "shop-green"],
      ["pods shop-blue", "shop"],
      ["autoscaler shop-blue", "shop-blue"],
    ]);
    expect([sizes(plan, "green"), sizes(plan, "blue")]).toEqual([
      [2, 9],
      [1, 1],
    ]);
  });

  test("the autoscaler sizes the active color, and Pulumi forces the size of the standby", async () => {
    const plan = await planned(
      { standbyReplicas: 1, autoscaling: { minReplicas: 1, maxReplicas: 9 } },
      preview,
    );
    const [blue, green] = ["shop-blue", "shop-green"].map(
      (name) => plan.resource("Deployment", name).options,
    );
    expect([blue?.ignoreChanges, green?.ignoreChanges]).toEqual([["spec.replicas"], undefined]);
    const { metadata, spec } = inputs(plan, "Deployment", "shop-blue");
    expect([spec.replicas, metadata.annotations]).toEqual([2, readyWithin("v1", 1, 9)]);
    const standby = inputs(plan, "Deployment", "shop-green");
    expect([standby.spec.replicas, standby.metadata.annotations]).toEqual([
      1,
      { ...readyWithin("v2", 1, 150_000), "pulumi.com/patchForce": "true" },
    ]);
  });
});

test("a standby has minReplicas pods by default", async () => {
  const plan = await planned({ autoscaling: { minReplicas: 1, maxReplicas: 9 } });
  expect(sizes(plan, "green")).toEqual([1, 1]);
});

test("the sizes are in the outputs", async () => {
  const { outputs } = (await planned()).resource("BlueGreenService");
  expect(outputs).toMatchObject({
    colors: { blue: { replicas: 2, maxReplicas: 9 }, green: { replicas: 2, maxReplicas: 2 } },
  });
});

test("false returns the number of pods to Pulumi", async () => {
  const plan = await planned({ autoscaling: false });
  expect(order(plan).flat().join()).not.toContain("autoscaler");
  for (const name of ["shop-blue", "shop-green"])
    expect(inputs(plan, "Deployment", name).metadata.annotations).toMatchObject({
      "pulumi.com/patchForce": "true",
    });
});
