import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Results } from "./sections.js";

/** What docs/how-it-decides.md shows. */
const FILE = join(__dirname, "golden/results.json");

export function readRecorded(): Results {
  return JSON.parse(readFileSync(FILE, "utf8"));
}

/** One line for each case, so that a diff shows which have changed. */
export function record({ releases, sections }: Results): void {
  const parts = Object.entries(sections).map(([name, results]) => {
    const lines = results.map((result) => `      ${JSON.stringify(result)}`);
    return `    ${JSON.stringify(name)}: [\n${lines.join(",\n")}\n    ]`;
  });
  writeFileSync(FILE, `{\n  "releases": ${releases},\n  "sections": {\n${parts.join(",\n")}\n  }\n}\n`);
}
