import { GROUPS } from "../catalog/catalog.js";
import { total } from "../load/load.js";
import type { ResultFile } from "./file.js";
import { originText } from "./origin.js";
import { changesOf, choosesByClient, countsOf, isPromised, type ScenarioResult } from "./result.js";
import { counted, grouped, table } from "./table.js";

/** A run, and the page with its details. */
export interface PageOfRun {
  /** What the run is called. */
  readonly name: string;
  /** The file name of its page, in the same folder. */
  readonly page: string;
  readonly run: ResultFile;
}

const RUNS = [
  "run",
  "kube-proxy",
  "nodes",
  "changes by",
  "changes",
  "lost",
  "of",
  "controls lost",
  "releases by the driver",
];
const SUBJECTS = ["what", "changes", "lost", "of"];

/** All runs on one page, as Markdown: the sums, then a row for each run and for each group of scenarios. */
export function sumPage(runs: readonly PageOfRun[]): string {
  const parts = [
    "# What a real cluster counted",
    headline(runs.map(({ run }) => run)),
    "Each run has a page with its changes one by one, and the same scenarios without this library's order or drain, which must lose connections.",
    table(RUNS, runs.map(runRow)),
    "## By what was changed",
    table(SUBJECTS, subjectRows(runs.flatMap(({ run }) => run.results))),
    "## The commands",
    ...runs.map(({ name, page, run }) => `[${name}](${page}): ${originText(run, run.crashes)}`),
  ];
  return `${parts.join("\n\n")}\n`;
}

function headline(runs: readonly ResultFile[]): string {
  const ours = runs.flatMap(({ results }) => results).filter(isPromised);
  const { begun, lost } = countsOf(ours);
  const byCli = changesOf(
    runs.filter(({ driver }) => driver === "pulumi").flatMap(({ results }) => results.filter(isPromised)),
  );
  const modes = listed(ours.map(({ mode }) => mode));
  const nodes = listed(runs.map((run) => String(run.nodes ?? 1)));
  const releases = runs.flatMap((run) => run.releases).filter(({ loses }) => !loses);
  const ofReleases = countsOf(releases);
  const decided =
    releases.length === 0
      ? ""
      : ` In ${counted(releases.length, "release")} that the driver decided, ${grouped(ofReleases.lost)} of ${grouped(ofReleases.begun)} were lost.`;
  return `**${grouped(lost)} of ${grouped(begun)} connections were lost in ${counted(changesOf(ours), "change")}**, in ${counted(runs.length, "run")}: with kube-proxy in
mode ${modes}, on ${nodes} ${nodes === "1" ? "node" : "nodes"}, ${counted(byCli, "change")} by the Pulumi CLI.${decided}`;
}

function runRow({ name, page, run }: PageOfRun): string[] {
  const { results, releases, driver, nodes = 1 } = run;
  const ours = results.filter(isPromised);
  const controls = results.filter(({ loses, mode }) => loses && !choosesByClient(mode));
  const { begun, lost } = countsOf(ours);
  const right = releases.filter(({ failed }) => failed.length === 0).length;
  return [
    `[${name}](${page})`,
    [...new Set([...results, ...releases].map(({ mode }) => mode))].join(", "),
    String(nodes),
    driver === "pulumi" ? "`pulumi up`" : "server-side apply",
    ...(ours.length > 0 ? [grouped(changesOf(ours)), grouped(lost), grouped(begun)] : ["", "", ""]),
    controls.length > 0 ? grouped(countsOf(controls).lost) : "",
    releases.length > 0 ? `${right} of ${releases.length} as they must, ${lostOf(releases)} lost` : "",
  ];
}

function lostOf(releases: ResultFile["releases"]): string {
  return grouped(
    releases.filter(({ loses }) => !loses).reduce((sum, { counts }) => sum + total(counts.lost), 0),
  );
}

function subjectRows(results: readonly ScenarioResult[]): string[][] {
  const ours = results.filter(isPromised);
  const titleOf = (scenario: string) =>
    GROUPS.find(({ entries }) => entries.some(({ name }) => name === scenario))?.title ?? scenario;
  const titles = [...new Set(ours.map(({ scenario }) => titleOf(scenario)))];
  return titles.map((title) => {
    const own = ours.filter(({ scenario }) => titleOf(scenario) === title);
    const { begun, lost } = countsOf(own);
    return [title, grouped(changesOf(own)), grouped(lost), grouped(begun)];
  });
}

/** The different words, as a sentence has them. */
function listed(words: readonly string[]): string {
  const all = [...new Set(words)];
  return all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? "");
}
