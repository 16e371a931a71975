import { describe, expect, it } from "vitest";
import { componentOf } from "./component.js";
import type { Released } from "./program.js";

const web: Released = { kind: "canary", name: "web", replicas: 4, maxPods: 10 };
const shop: Released = {
  ...{ kind: "blueGreen", name: "shop", replicas: 2 },
  colors: { blue: "good1", green: "good2" },
};

describe("componentOf", () => {
  it("gives both sides of a canary their pods and labels", async () => {
    const config = { canaryWeight: "10", stableVersion: "good1", canaryVersion: "good2" };
    const component = await componentOf(web, config, "default");
    expect(component).toMatchObject({
      kind: "canary",
      share: { weight: 10, achieved: 10, peakPods: 10 },
      sides: { stable: { version: "good1", pods: 9 }, canary: { version: "good2", pods: 1 } },
      runsWithoutTraffic: false,
    });
    expect(component.sides.canary?.labels).toEqual({
      "pulumi-kubernetes-traffic/canary-deployment": "web",
      "pulumi-kubernetes-traffic/track": "canary",
    });
  });

  it("has no canary without its version", async () => {
    const { sides } = await componentOf(web, { stableVersion: "good1" }, "default");
    expect(sides).toMatchObject({ stable: { version: "good1", pods: 4 }, canary: undefined });
  });

  it("lists the colors, the active one first", async () => {
    const { colors } = await componentOf(shop, { activeColor: "green" }, "default");
    expect(colors).toMatchObject([
      { name: "green", version: "good2", pods: 2 },
      { name: "blue", version: "good1", pods: 2 },
    ]);
  });

  it("takes the color without traffic for the canary", async () => {
    const component = await componentOf(shop, { activeColor: "blue", standbyReplicas: "1" }, "default");
    expect(component).toMatchObject({
      sides: { stable: { name: "blue", version: "good1", pods: 2 }, canary: { name: "green", pods: 1 } },
      runsWithoutTraffic: true,
    });
  });
});
