import { describe, expect, test } from "vitest";
import { type CanaryConfig, canaryStrategy, firstCanary } from "../canaryConfigs.js";
import { edited, ordered, Scenario } from "../scenario.js";
import {
  CANARY,
  type Control,
  expectNoticed,
  independent,
  oneUnavailable,
  SERVICE,
  STABLE,
} from "./control.js";

const stableFirst = ordered({
  [STABLE]: [],
  [SERVICE]: [STABLE],
  [CANARY]: [SERVICE],
});
const canaryFirst = ordered({ [CANARY]: [], [SERVICE]: [CANARY], [STABLE]: [SERVICE] });
const versionSelected = edited("Deployment", ({ spec }) => {
  spec.selector.matchLabels["app.kubernetes.io/version"] =
    spec.template.metadata.labels["app.kubernetes.io/version"];
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

describe("CanaryDeployment, built wrongly", () => {
  test.each(Object.entries(canaryControls))("%s: noticed", (_, control) =>
    expectNoticed(canaryStrategy, firstCanary, control),
  );

  test("a Service that is written before a broken canary is repaired: noticed, unless both sides come first", async () => {
    const [good, broken] = [10, 10].map((weight) => ({ ...firstCanary, weight, loadBalancer: true }));
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
