import type { Change, Scenario, Step } from "../scenario.js";
import { release } from "./walk.js";

/**
 * `up` of one app of the walk is killed after each of its writes in turn, and run again. So many of its releases run once without a kill, which
 * counts their writes. Then they go on as often as the longest of them has writes, each killed after its next one.
 */
export function killedAnywhere(name: string, length: number): Scenario {
  const change = (index: number) => release(index).find(({ app }) => app.name === name) as Change;
  return {
    first: [change(7).app], // as before the first release
    steps: Array.from({ length }, (_, index) => ({ changes: [change(index)] })),
    more: (writes) =>
      Array.from({ length: length * Math.max(...writes) }, (_, index): Step => {
        const next = change(length + index);
        const after = 1 + Math.floor(index / length);
        const all = writes[index % length] as number;
        if (after > all) return { changes: [next] };
        const title = `${next.title}, killed after write ${after} of ${all}`;
        return { up: { killedAfter: after }, changes: [{ ...next, title }] };
      }),
  };
}
