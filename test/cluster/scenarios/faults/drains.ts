import type { Node } from "../../boot/node.js";
import { evictAll } from "../../cluster/evictions.js";
import { cordon } from "../../cluster/nodes.js";
import { say } from "../../say.js";
import type { Scenario } from "../scenario.js";
import { type Fault, walk } from "./walk.js";

/** A node is drained in the middle of the `up`, as by `kubectl drain`. It takes pods again after the release. */
export function drained({ machine: { name } }: Node, after: number): Fault {
  return {
    title: `${name} drained after write ${after}`,
    missing: 1, // the budget of each side permits one eviction at a time
    during: {
      after,
      happens: async ({ cluster }) => {
        await cordon(cluster, [name], true);
        const pods = (await cluster.list("v1", "Pod")).filter(({ spec }) => spec?.nodeName === name);
        say(
          `  ${pods.length} pods of ${name}; budgets held them back ${await evictAll(cluster, pods)} times`,
        );
      },
    },
    after: async ({ cluster }) => {
      await cordon(cluster, [name], false);
      return [];
    },
  };
}

export const drains = (nodes: readonly Node[]): Scenario =>
  walk([1, 2, 3, 4].map((after) => drained(nodes[after % nodes.length] as Node, after)));
