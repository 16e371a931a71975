import type { Listener } from "../../boot/gateway/objects.js";
import type { Scenario, Step } from "../scenario.js";
import { routedColors } from "./apps.js";

const SHOP: Listener = { name: "shop", protocol: "TCP" };
const STORE: Listener = { name: "store", protocol: "TCP" };

/** Clients that keep their connection through a gateway. A new route is for new connections alone. */
export const keptRoutes: Scenario = {
  listeners: [SHOP, STORE],
  load: "keepalive",
  settle: 9,
  first: flip("blue").changes.map(({ app }) => app),
  steps: [flip("green"), flip("blue")],
};

function flip(active: "blue" | "green"): Step {
  return {
    changes: [
      { ...routedColors(SHOP, "flip, old connections stay", { active }), share: { V1: 100 } },
      routedColors(STORE, "flip, standby 0", { active, standbyReplicas: 0 }),
    ],
  };
}
