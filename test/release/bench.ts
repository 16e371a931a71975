import { parseArgs } from "node:util";
import { jobsOf, runOnProcesses } from "./processes.js";
import { record } from "./recorded.js";
import { type Results, SECTIONS, tablesOf } from "./sections.js";
import { percent } from "./text.js";
import { FALSE_ALARM, MISS } from "./validity.js";

// `npm run bench:release` simulates releases and prints what became of them. The same number of releases gives the same
// tables on every machine.

const HELP = `Usage: npm run bench:release -- [--releases <number>] [--docs]

  --releases <number>  Releases of each case (default: 100, which takes one or two minutes on two processors)
  --docs               Record the results in test/release/golden/; \`npm run docs:text\` then writes docs/how-it-decides.md
  --help               Show this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      releases: { type: "string", default: "100" },
      docs: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const releases = Number(values.releases);
  if (!Number.isSafeInteger(releases) || releases < 1)
    throw new Error(`--releases: ${values.releases} is not a number of releases; give a whole number from 1`);
  const results = await simulated(releases);
  if (values.docs) record(results);
  console.log(`Releases in each case: ${releases}`);
  console.log("In brackets: the highest probability that a count allows, with 95 % confidence.");
  console.log(
    `Promised: ${percent(FALSE_ALARM)} of the healthy fail, ${percent(MISS)} of the bad pass, at most.`,
  );
  for (const [name, table] of tablesOf(results)) console.log(`\n## ${name}\n\n${table}`);
}

async function simulated(releases: number): Promise<Results> {
  const jobs = jobsOf(releases);
  const all = await runOnProcesses(jobs, progress(jobs.length));
  const ofSection = (section: string) => all.filter((_, i) => jobs[i].section === section);
  const sections = Object.keys(SECTIONS).map((name) => [name, ofSection(name)] as const);
  return { releases, sections: Object.fromEntries(sections) };
}

/** A line for each tenth. */
function progress(total: number): (done: number) => void {
  const start = Date.now();
  let tenth = 0;
  return (done) => {
    if (Math.floor((10 * done) / total) === tenth) return;
    tenth = Math.floor((10 * done) / total);
    const seconds = Math.round((Date.now() - start) / 1000);
    process.stderr.write(`bench: ${done} of ${total} cases, ${seconds} s\n`);
  };
}

main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
});
