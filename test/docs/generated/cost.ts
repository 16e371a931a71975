import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Recorded } from "../../bench/bench.js";
import { installedTable } from "../../bench/installed.js";
import { linesTable } from "../../bench/line.js";
import { root } from "../pages.js";

/** What `npm run bench -- --docs` recorded. */
const recorded = (): Recorded =>
  JSON.parse(readFileSync(join(root, "test/bench/golden/results.json"), "utf8"));

export const costTable = () => {
  const { node, lines } = recorded();
  return `${linesTable(lines)}\n\nRecorded with Node.js ${node}.`;
};
export const dependencyTable = () => installedTable(recorded().installed);
