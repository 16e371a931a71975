import { evictAll } from "../../cluster/evictions.js";
import { say } from "../../say.js";
import type { Scenario } from "../scenario.js";
import { type Fault, walk } from "./walk.js";

/** Every pod is evicted in the middle of the `up`. */
export const evicted = (after: number): Fault => ({
  title: `pods evicted after write ${after}`,
  missing: 1, // the budget of each side permits one eviction at a time
  during: {
    after,
    happens: async ({ cluster }) => {
      const pods = await cluster.list("v1", "Pod");
      say(`  ${pods.length} pods evicted; budgets held them back ${await evictAll(cluster, pods)} times`);
    },
  },
});

export const evictions: Scenario = walk([1, 2, 3, 4].map(evicted));
