import type { AutoscalingArgs } from "../../../dist/index.js";
import { blueGreen, canary, V1, V2 } from "./apps.js";
import type { Change, Scenario } from "./scenario.js";

const FEWEST = 4;
const MOST = 8;

/** A canary between 4 and 8 pods; `pods` are the sizes that the bounds leave. */
function web(title: string, weight: number, pods: { stable: number; canary: number }): Change {
  const { app, ...change } = canary("web", title, { weight });
  if (app.is !== "canary") return { app, ...change };
  const { maxPods: _, ...args } = app.args;
  const share = (100 * pods.canary) / (pods.stable + pods.canary);
  return {
    ...change,
    app: { ...app, args: { ...args, replicas: FEWEST, autoscaling: { maxReplicas: MOST } } },
    share: { [V1.says]: 100 - share, [V2.says]: share },
  };
}

/** A flip of a service that keeps one pod of the other color. */
function shop(title: string, active: "blue" | "green", autoscaling: AutoscalingArgs, fewest = 2): Change {
  const { app, ...change } = blueGreen("shop", title, { active, standbyReplicas: 1, replicas: 4 });
  if (app.is !== "blue-green") return { app, ...change };
  return { ...change, fewest, app: { ...app, args: { ...app.args, autoscaling } } };
}

const between = (minReplicas: number, maxReplicas = 6): AutoscalingArgs => ({ minReplicas, maxReplicas });

/**
 * Autoscalers without metrics change a size only to stay within their bounds. A raised floor therefore acts like more load,
 * and a lowered floor leaves the size above it.
 */
export const autoscaling: Scenario = {
  first: [web("", 0, { stable: 4, canary: 0 }).app, shop("", "blue", between(2)).app],
  steps: [
    {
      changes: [
        web("autoscaled, weight 0 → 25", 25, { stable: 4, canary: 1 }),
        shop("autoscaled, flip", "green", between(2)),
      ],
    },
    {
      changes: [
        web("autoscaled, weight 25 → 75", 75, { stable: 3, canary: 4 }),
        shop("autoscaled, the load grows to 4", "green", between(4)),
      ],
    },
    {
      changes: [
        web("autoscaled, abort from 75", 0, { stable: 4, canary: 0 }),
        shop("autoscaled, the floor falls, 4 stay", "green", between(2)),
      ],
    },
    {
      changes: [
        web("autoscaled, weight 0 → 100", 100, { stable: 0, canary: 4 }),
        shop("autoscaled, flip at a floor of 4", "blue", between(4), 4),
      ],
    },
    {
      changes: [
        web("autoscaled, weight 100 → 10", 10, { stable: 4, canary: 1 }),
        shop("autoscaled, flip back", "green", between(4), 4),
      ],
    },
  ],
};
