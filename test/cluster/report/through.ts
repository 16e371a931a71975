import { total } from "../load/load.js";
import type { ScenarioResult } from "./result.js";
import { grouped, table } from "./table.js";

const TEXT = `Clients outside of the cluster call the NodePort of each app at every node, with an equal part of the load. A node that must lose
connections has no pod of the color that the Service selects, and its traffic policy is \`Local\`.`;
const HEAD = ["mode", "scenario", "node", "lost", "of", "must lose"];

/** What was lost through each node. */
export function throughSections(results: readonly ScenarioResult[]): string[] {
  const rows = results.flatMap(({ mode, scenario, through = {}, losesThrough = [] }) =>
    Object.entries(through).map(([node, { lost, begun }]) => [
      ...[mode, scenario, node, String(total(lost)), grouped(begun)],
      losesThrough.includes(node) ? "yes" : "no",
    ]),
  );
  return rows.length > 0 ? ["## Through each node", TEXT, table(HEAD, rows)] : [];
}
