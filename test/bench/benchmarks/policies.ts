import type { Line } from "../line.js";
import { compare, inPairs, runWorker } from "../pairs.js";
import { withRecorded } from "../resources.js";

/** Numbers of components of five objects each. */
const [FEW, MANY] = [20, 200] as const;

/** The policies in the process that a policy pack has, for components with nothing to report. */
export function policies(pairs: (full: number) => number): Promise<readonly Line[]> {
  return withRecorded((file) => {
    const run = (what: string, components: number) => () =>
      runWorker("policies", what, String(components), file);
    const small = inPairs(pairs(9), run("ours", FEW), run("nothing", FEW));
    const growth = inPairs(pairs(5), run("ours", MANY), run("ours", FEW));
    return [
      { what: "policies, 100 objects", unit: "ms", by: "ratio", compared: compare(small, "ms") },
      {
        what: "policies, per 100 of 1000 objects against 100 of 100",
        unit: "ms",
        by: "ratio",
        goal: 1.05,
        compared: compare(growth, "ms"),
      },
    ];
  });
}
