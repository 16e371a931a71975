import { hangingImage, openHangingRegistry } from "../../boot/hangingRegistry.js";
import { notReady } from "../../cluster/notReady.js";
import { blueGreen, canary, hold, V1 } from "../apps.js";
import type { Change, Scenario } from "../scenario.js";

/** Seconds until the update fails: as long as a node gives a registry to answer, or less. */
const SOON = 10;
const HANGING = { version: "v3", image: hangingImage, says: "V3" };
const EXPLAINED = `(ContainerCreating: Pulling image "${hangingImage}"|ErrImagePull ${hangingImage}: .*timeout)`;

const staysWithV1 = (change: Change): Change => ({ ...change, share: { [V1.says]: 100 } });

/** The new version's image is in a registry that accepts connections and never answers. Then comes one that exists. */
export const hangingRegistry: Scenario = {
  before: openHangingRegistry,
  first: [
    blueGreen("store", "", { active: "blue", standbyReplicas: 0 }).app,
    canary("web", "", { weight: 0 }).app,
    hold("held", "", { weight: 0, pods: 0 }).app,
  ],
  steps: [
    {
      up: "fails",
      explains: new RegExp(`not ready: ${EXPLAINED}[\\s\\S]*sends all connections to \\d+ ready pods? of `),
      changes: [
        blueGreen("store", "flip, the image hangs", {
          ...{ active: "green", green: HANGING, standbyReplicas: 0, timeout: SOON },
        }),
        canary("web", "weight 10, the image hangs", { weight: 10, canary: HANGING, timeout: SOON }),
        hold("held", "hold, the image hangs", { weight: 25, pods: 1, canary: HANGING, timeout: SOON }),
      ].map(staysWithV1),
      after: async ({ cluster }) => {
        const names = ["store-green", "web-canary", "held-stable"];
        const texts = await Promise.all(names.map((name) => notReady(cluster, name)));
        return texts
          .filter((text) => !new RegExp(EXPLAINED).test(text))
          .map((text) => `unexplained: ${text}`);
      },
    },
    {
      changes: [
        blueGreen("store", "flip, another image", { active: "green", standbyReplicas: 0 }),
        canary("web", "weight 10, another image", { weight: 10 }),
        hold("held", "hold, another image", { weight: 25, pods: 1 }),
      ],
    },
  ],
};
