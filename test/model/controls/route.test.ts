import { describe, test } from "vitest";
import { type CanaryConfig, canaryStrategy, firstCanary } from "../canaryConfigs.js";
import { edited, ordered } from "../scenario.js";
import { CANARY, type Control, expectNoticed, ROUTE, SERVICE } from "./control.js";

const route = { method: "route", replicas: 2 } as const;

const fewer = edited("Deployment", ({ metadata, spec }) => {
  if (metadata.name !== "app-canary") return;
  spec.replicas = Math.min(spec.replicas, 1);
  delete metadata.annotations["pulumi.com/waitFor"];
});

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
  "a side has less than its full size": {
    alter: fewer,
    from: { ...route, verifyReady: false },
    to: { ...route, verifyReady: false, weight: 40 },
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

describe("CanaryDeployment by route, built wrongly", () => {
  test.each(Object.entries(routeControls))("%s: noticed", (_, control) =>
    expectNoticed(canaryStrategy, firstCanary, control),
  );
});
