import { BROKEN, blueGreen, canary, hold, V1, V2 } from "./apps.js";
import type { Change, Scenario } from "./scenario.js";

const SOON = 15; // seconds until the update fails for a broken image

/** An image that does not exist, on each kind of release; then the same release with an image that does. */
export const brokenImage: Scenario = {
  first: [
    blueGreen("shop", "", { active: "blue", timeout: SOON }).app,
    blueGreen("store", "", { active: "blue", standbyReplicas: 0, timeout: SOON }).app,
    canary("web", "", { weight: 0, timeout: SOON }).app,
    hold("held", "", { weight: 0, pods: 0, timeout: SOON }).app,
  ],
  steps: [
    {
      up: "fails",
      explains: /not ready: ErrImage\w+ \S*missing:v3[\s\S]*sends all connections to \d+ ready pods? of /,
      changes: [
        blueGreen("shop", "flip to a broken image", { active: "green", green: BROKEN, timeout: SOON }),
        blueGreen("store", "flip to a broken image", {
          ...{ active: "green", green: BROKEN, standbyReplicas: 0, timeout: SOON },
        }),
        canary("web", "weight 10 of a broken image", { weight: 10, canary: BROKEN, timeout: SOON }),
        hold("held", "hold of a broken image", { weight: 25, pods: 1, canary: BROKEN, timeout: SOON }),
      ].map(staysWithV1),
    },
    {
      changes: [
        blueGreen("shop", "flip, repaired", { active: "green" }),
        blueGreen("store", "flip, repaired", { active: "green", standbyReplicas: 0 }),
        canary("web", "weight 10, repaired", { weight: 10 }),
        hold("held", "hold, repaired", { weight: 25, pods: 1 }),
      ],
    },
  ],
};

/** A kill after the first, second and third write of a flip. The next `up` completes it. */
export const killed: Scenario = {
  first: [
    blueGreen("store", "", { active: "blue", standbyReplicas: 0 }).app,
    canary("web", "", { weight: 0 }).app,
  ],
  steps: [1, 2, 3, 4].map((writes) => ({
    up: { killedAfter: writes },
    changes: [
      blueGreen("store", `flip, killed after write ${writes}`, {
        ...{ active: writes % 2 === 1 ? "green" : "blue", standbyReplicas: 0 },
      }),
      canary("web", `weight, killed after write ${writes}`, {
        ...{ weight: [0, 10, 75, 0, 50][writes] as number, stable: V1, canary: V2 },
      }),
    ],
  })),
};

function staysWithV1(change: Change): Change {
  return { ...change, share: { [V1.says]: 100 } };
}
