import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { BENCHMARKS } from "./benchmarks/index.js";
import { type Installed, installed, installedTable } from "./installed.js";
import { type Line, linesTable } from "./line.js";
import { shareTable } from "./shares/shares.js";

// `npm run bench` compares the package with what it is made of. Both sides of a comparison run in turn, so that the
// ratios hold on every machine; the times are those of one.

const RECORDED = join(__dirname, "golden/results.json");

/** The results that docs/benchmarks.md shows. */
export interface Recorded {
  readonly node: string;
  readonly lines: readonly Line[];
  readonly installed: readonly Installed[];
}

const HELP = `Usage: npm run bench -- [--only <name>] [--quick] [--docs]

  --only <name>  One of ${BENCHMARKS.map(({ name }) => name).join(", ")} (default: all, about eight minutes)
  --quick        One pair of each, to see that all of it works
  --docs         Record the results in test/bench/golden/; needs the Pulumi CLI. \`npm run docs:text\` then writes
                 docs/benchmarks.md
  --help         Show this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      docs: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const chosen = BENCHMARKS.filter(({ name }) => values.only === undefined || name === values.only);
  if (chosen.length === 0) {
    throw new Error(`--only: ${values.only} is none of ${BENCHMARKS.map(({ name }) => name).join(", ")}`);
  }
  if (values.docs && (values.only !== undefined || values.quick)) {
    throw new Error("--docs records all benchmarks; leave out --only and --quick");
  }
  const all: Line[] = [];
  for (const { title, run } of chosen) {
    process.stderr.write(`bench: ${title}\n`);
    const lines = await run((full) => (values.quick ? 1 : full));
    if (typeof lines !== "string") all.push(...lines);
    else if (values.docs) throw new Error(`--docs records all benchmarks, and one is ${lines}`);
    else process.stderr.write(`bench: ${lines}\n`);
  }
  console.log(linesTable(all));
  if (values.only !== undefined) return;
  const added = installed();
  console.log(`\n${installedTable(added)}\n\n${shareTable()}`);
  if (!values.docs) return;
  const recorded: Recorded = { node: process.version, lines: all, installed: added };
  mkdirSync(dirname(RECORDED), { recursive: true });
  writeFileSync(RECORDED, `${JSON.stringify(recorded, undefined, 2)}\n`);
}

main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
});
