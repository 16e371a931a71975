import { blueGreen, UDP1, UDP2 } from "./apps.js";
import type { Scenario, Step } from "./scenario.js";

const flips = (step: (active: "green" | "blue") => Step): Step[] => [step("green"), step("blue")];

/** Clients that keep their connection, and an app that asks them to open another one before it ends. */
export const keepAlive: Scenario = {
  load: "keepalive",
  settle: 9,
  first: [
    blueGreen("shop", "", { active: "blue" }).app,
    blueGreen("store", "", { active: "blue", standbyReplicas: 0 }).app,
  ],
  steps: flips((active) => ({
    changes: [
      { ...blueGreen("shop", "flip, old connections stay", { active }), share: { V1: 100 } },
      blueGreen("store", "flip, standby 0", { active, standbyReplicas: 0 }),
    ],
  })),
};

/** Datagrams from sockets that live for the whole run, counted one way: each arrives at a pod, or is lost. */
export const udp: Scenario = {
  load: "udp",
  settle: 9,
  first: [
    blueGreen("dns", "", { active: "blue", udp: true, blue: UDP1, green: UDP2 }).app,
    blueGreen("ntp", "", { active: "blue", udp: true, blue: UDP1, green: UDP2, standbyReplicas: 0 }).app,
  ],
  steps: flips((active) => ({
    changes: [
      blueGreen("dns", "flip of UDP", { active, udp: true, blue: UDP1, green: UDP2 }),
      blueGreen("ntp", "flip of UDP, standby 0", {
        ...{ active, udp: true, blue: UDP1, green: UDP2, standbyReplicas: 0 },
      }),
    ],
  })),
};

/** A Service that `up` does not wait for: the drain alone must do. */
export const fastFlip: Scenario = {
  first: [
    blueGreen("shop", "", { active: "blue", skipAwait: true }).app,
    blueGreen("store", "", { active: "blue", skipAwait: true, standbyReplicas: 0 }).app,
  ],
  steps: [...flips(fast), ...flips(fast)],
};

/** Two flips that are not counted. */
export const warmUp: Scenario = {
  ...fastFlip,
  steps: flips(fast),
  loses: true,
};

function fast(active: "green" | "blue"): Step {
  return {
    changes: [
      blueGreen("shop", "fast flip", { active, skipAwait: true }),
      blueGreen("store", "fast flip, standby 0", { active, skipAwait: true, standbyReplicas: 0 }),
    ],
  };
}
