import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Line } from "../line.js";
import { compare, inPairs, runWorker } from "../pairs.js";
import { recordComponents } from "../resources.js";

/** Two kinds of components in turn. A program without them registers the same resources, with the same inputs and order. */
export async function previews(pairs: (full: number) => number): Promise<readonly Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "resources.json");
  writeFileSync(file, JSON.stringify(await recordComponents()));
  const lines: Line[] = [];
  try {
    for (const [number, count] of [
      [1, 25],
      [50, 21],
      [500, 7],
    ] as const) {
      const run = (what: string) => () => runWorker("preview", what, String(number), file);
      const measured = inPairs(pairs(count), run("component"), run("raw"));
      const what = number === 1 ? "1 component" : `${number} components`;
      lines.push({
        what: `preview of ${what}`,
        unit: "ms",
        by: "ratio",
        goal: 1.02,
        compared: compare(measured, "ms"),
      });
      if (number > 1)
        lines.push({
          what: `memory for ${what}`,
          unit: "kB",
          by: "ratio",
          goal: 1.05,
          compared: compare(measured, "bytes"),
        });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return lines;
}
