import { describe, expect, test } from "vitest";
import { blueGreenStrategy, firstBlueGreen } from "../blueGreenConfigs.js";
import { canaryStrategy, firstCanary } from "../canaryConfigs.js";
import { brokenBetween, brokenWithin } from "../changes.js";
import type { Invariant } from "../invariants.js";
import { type Alteration, edited, Scenario } from "../scenario.js";

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

  test("an active color that changes with the idle one's version: noticed", async () => {
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
    const change = [40, 100].map((weight) => ({ ...firstCanary, method: "hold" as const, weight }));
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
