import type { App } from "../program/apps.js";
import { canary, DROPS1, DROPS2 } from "./apps.js";
import type { Change, Scenario } from "./scenario.js";

const images = { blue: DROPS1.image, green: DROPS2.image };

function naive(name: string, order: "both first" | "none", active: "blue" | "green"): Change {
  const app: App = { is: "naive flip", name, args: { active, order, replicas: 2, images } };
  const title = order === "none" ? "flip without an order" : "flip, both Deployments before the Service";
  return { title, app, share: {}, fewest: 0 };
}

function undrained(weight: number): Change {
  const title = `weight ${weight} without preStop`;
  const versions = { stable: DROPS1, canary: DROPS2 };
  return { ...canary("undrained", title, { weight, drainSeconds: 0, ...versions }), fewest: 0, share: {} };
}

/** What a release loses without this library's order or its drain. Each must lose, or the test sees nothing. */
export const controls: Scenario = {
  loses: true,
  first: [
    naive("both-first", "both first", "blue").app,
    naive("no-order", "none", "blue").app,
    undrained(0).app,
  ],
  steps: (
    [
      ["green", 50],
      ["blue", 100],
      ["green", 0],
    ] as const
  ).map(([color, weight]) => ({
    changes: [naive("both-first", "both first", color), naive("no-order", "none", color), undrained(weight)],
  })),
};
