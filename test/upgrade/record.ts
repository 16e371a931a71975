import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { programs } from "./programs/all.js";
import { addRelease, RECORDED, type RecordedProgram } from "./records.js";
import { type Library, replay } from "./replay.js";

// `npm run record:release` records what this version registers, for the tests of all later ones.

const HELP = `Usage: npm run record:release -- [--checkout <folder>] [--release <version>]

  --checkout <folder>   The built checkout to record (default: this one)
  --release <version>   The name of the record (default: the version in package.json of the checkout)
  --help                Show this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      checkout: { type: "string", default: "." },
      release: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const checkout = resolve(values.checkout);
  const { version } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));
  const library = (await import(join(checkout, "dist", "index.js"))) as Library;
  const recorded: RecordedProgram[] = [];
  for (const program of programs) recorded.push({ program, resources: await replay(program, library) });
  const release = values.release ?? version;
  addRelease(RECORDED, release, recorded);
  console.log(`recorded ${release}: ${recorded.length} programs in test/upgrade/recorded/${release}`);
}

main().catch((error: unknown) => {
  console.error(`record: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
});
