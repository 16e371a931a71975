import { describe, expect, test } from "vitest";
import { type BlueGreenConfig, blueGreenStrategy, firstBlueGreen } from "../blueGreenConfigs.js";
import { edited, ordered, Scenario } from "../scenario.js";
import {
  BLUE,
  type Control,
  expectNoticed,
  GREEN,
  independent,
  oneUnavailable,
  ROUTE,
  SERVICE,
} from "./control.js";

const colorsFirst = ordered({ [BLUE]: [], [GREEN]: [], [SERVICE]: [BLUE, GREEN] });
const blueGreenControls: Readonly<Record<string, Control<BlueGreenConfig>>> = {
  "nothing waits": {
    alter: independent,
    from: { standbyReplicas: 0 },
    to: { standbyReplicas: 0, activeColor: "green" },
    breaks: [1, 2, 3],
  },
  "both colors go before the Service": {
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
  "a flip to a color without pods": {
    alter: edited("Deployment", ({ metadata, spec }) => {
      if (metadata.name === "app-green") spec.replicas = 0;
    }),
    from: { verifyReady: false },
    to: { verifyReady: false, activeColor: "green" },
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
  "the old color does not wait for the route": {
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
  "the active color gets a new version, and pods do not drain": {
    from: { drainSeconds: 0 },
    to: { colors: { blue: "v3", green: "v2" }, drainSeconds: 0 },
    breaks: [3],
  },
};

describe("BlueGreenService, built wrongly", () => {
  test.each(Object.entries(blueGreenControls))("%s: noticed", (_, control) =>
    expectNoticed(blueGreenStrategy, firstBlueGreen, control),
  );

  test("a flip without drain loses nothing, because the wait for the Service drains: not noticed", async () => {
    const idle = { ...firstBlueGreen, standbyReplicas: 0, drainSeconds: 0 };
    expect(await new Scenario(blueGreenStrategy).broken([idle, { ...idle, activeColor: "green" }])).toEqual(
      [],
    );
  });
});
