import { findPulumi } from "../../../src/preview/cli/pulumi.js";
import type { Line } from "../line.js";
import { compare, inPairs, type Pairs } from "../pairs.js";
import { withProjects } from "./projects.js";

const COMPONENTS = 50;

/** The preview of the command, of components and of the same resources. */
export function offline(pairs: (full: number) => number): Promise<readonly Line[]> {
  return withProjects((project) => {
    const [component, raw] = [project(COMPONENTS, "component"), project(COMPONENTS, "raw")];
    const taken = inPairs(pairs(9), component.offline, raw.offline);
    return [line(`offline preview of ${COMPONENTS} components`, taken, 1.02)];
  });
}

/** The same by the Pulumi CLI, and the preview of the command against that of the CLI. */
export async function cli(pairs: (full: number) => number): Promise<readonly Line[] | string> {
  const pulumi = findPulumi(process.env);
  if (!pulumi) return "skipped: no pulumi on PATH";
  return withProjects((project) => {
    const one = project(1, "component");
    const [component, raw] = [project(COMPONENTS, "component"), project(COMPONENTS, "raw")];
    const byPulumi = (of: typeof one) => () => of.byPulumi(pulumi);
    return [
      line(
        `\`pulumi preview\` of ${COMPONENTS} components`,
        inPairs(pairs(7), byPulumi(component), byPulumi(raw)),
        1.02,
      ),
      line(
        "offline preview against `pulumi preview`, 1 component",
        inPairs(pairs(7), one.offline, byPulumi(one)),
        0.6,
      ),
      line(
        `offline preview against \`pulumi preview\`, ${COMPONENTS} components`,
        inPairs(pairs(5), component.offline, byPulumi(component)),
        0.5,
      ),
    ];
  });
}

function line(what: string, taken: Pairs, goal: number): Line {
  return { what, unit: "ms", by: "ratio", goal, compared: compare(taken, "ms") };
}
