import type { Listener } from "../../boot/gateway/objects.js";
import type { Scenario, Step } from "../scenario.js";
import { routedCanary, routedColors, versionsOf } from "./apps.js";

/** One canary for each protocol. The requests of HTTP are divided, and the connections of all others. */
const CANARIES: readonly Listener[] = [
  { name: "tcp", protocol: "TCP" },
  { name: "udp", protocol: "UDP" },
  { name: "tls", protocol: "TLS" },
  { name: "http", protocol: "HTTP" },
];
const SHOP: Listener = { name: "shop", protocol: "TCP" };
const STORE: Listener = { name: "store", protocol: "TCP" };

/** Every kind of route takes a step in each `up`: weights up and down, promotion, abort, and flips. */
export const routeWalk: Scenario = {
  listeners: [...CANARIES, SHOP, STORE],
  first: step("", "blue", 0).changes.map(({ app }) => app),
  steps: [
    step("weight 0 → 1", "green", 1),
    step("weight 1 → 5", "blue", 5),
    step("weight 5 → 25", "green", 25),
    step("weight 25 → 50", "blue", 50),
    step("weight 50 → 25", "green", 25),
    step("weight 25 → 100", "blue", 100),
    step("promote", "green", 0, true),
    step("weight 0 → 50", "blue", 50, true),
    step("abort from 50", "green", 0, true),
  ],
};

function step(title: string, active: "blue" | "green", weight: number, promoted = false): Step {
  const canaries = CANARIES.map((listener) => {
    const [first, second] = versionsOf(listener);
    const [stable, canary] = promoted ? [second, first] : [first, second];
    return routedCanary(listener, title, { weight, stable, canary });
  });
  return {
    changes: [
      ...canaries,
      routedColors(SHOP, "flip", { active }),
      routedColors(STORE, "flip, standby 0", { active, standbyReplicas: 0 }),
    ],
  };
}
