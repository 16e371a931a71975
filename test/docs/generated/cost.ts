import { readFileSync } from "node:fs";
import { join } from "node:path";
import { linesTable } from "../../bench/table.js";
import { root } from "../pages.js";

/** The table of `npm run bench -- --docs`, as it was recorded. */
export function costTable(): string {
  return linesTable(JSON.parse(readFileSync(join(root, "test/bench/golden/results.json"), "utf8")));
}
