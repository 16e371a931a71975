import { total } from "../load/load.js";
import type { ReleaseResult } from "../release/result.js";
import type { Origin } from "./file.js";
import { originText } from "./origin.js";
import type { Found } from "./result.js";
import { grouped, table } from "./table.js";

/** A run of the test, and the releases of it. */
export type ReleaseRun = Origin & Pick<Found, "releases" | "crashes">;

const HEAD = [
  ...["scenario", "version", "verdict", "time to it", "requests to it"],
  ...["users who met a fault", "forecast (p95)", "lost", "of"],
];

const TEXT = `The release driver takes the steps by itself, from the evidence in Prometheus. A fault is an answer with status 500, one that took
longer than a second, or a connection that a crash has cut off. In 19 of 20 releases, at most as many users as the forecast meet one: those
until the evidence suffices, as \`release plan\` simulates them, and those in the time that the last update may take. The time to the verdict
is that from the readiness of the first step to the start of the last update. A connection is lost if it was refused, reset or cut off, or
not answered within 20 s. Connections are counted from before the first step until the last pod has drained.`;

const WAYS = [
  {
    driver: "pulumi",
    title: "With the Pulumi CLI",
    text: `Each update is one \`pulumi up\` of the real CLI, run by the code that \`release run\` has for it. The config file, the history and the locks
of the stack are real.`,
  },
  {
    driver: "direct",
    title: "Without the Pulumi CLI",
    text: `Each update is one server-side apply of the plan, in the plan's order and with the waits of Pulumi's provider. The config and the
history of the stack are files of the test.`,
  },
];

/** The releases by the driver, as sections of the proof: one for each way to run an update. */
export function releaseSections(runs: readonly ReleaseRun[]): string[] {
  const ran = runs.filter(({ releases }) => releases.length > 0);
  if (ran.length === 0) return [];
  const sections = WAYS.flatMap(({ driver, title, text }) => {
    const own = ran.filter((run) => run.driver === driver);
    if (own.length === 0) return [];
    const rows = own.flatMap(({ releases }) => releases.map(row));
    return [
      `### ${title}`,
      `${text}\n\n${own.map((run) => originText(run, run.crashes)).join("\n\n")}`,
      table(HEAD, rows),
    ];
  });
  return ["## Releases that the driver decided", headline(ran), TEXT, ...sections];
}

function headline(runs: readonly ReleaseRun[]): string {
  const all = runs.flatMap(({ releases }) => releases);
  const crashes = runs.flatMap(({ crashes }) => crashes).length;
  const wrong = all.filter(({ failed }) => failed.length > 0).length + crashes;
  const tried = all.length + crashes; // a crash is in the middle of a scenario
  const kept = all.filter(({ loses }) => !loses);
  const sum = (count: (release: ReleaseResult) => number) => kept.reduce((one, two) => one + count(two), 0);
  const [lost, begun] = [sum(({ counts }) => total(counts.lost)), sum(({ counts }) => counts.begun)];
  const end = wrong === 0 ? `All ${tried} scenarios` : `${tried - wrong} of ${tried} scenarios`;
  const names = (some: readonly ReleaseRun[]) =>
    new Set(some.flatMap(({ releases }) => releases.map(({ scenario }) => scenario))).size;
  const byCli = names(runs.filter(({ driver }) => driver === "pulumi"));
  const but = kept.length < all.length ? ", without those that the crashes of a version cut off" : "";
  return `**${end} ended as they must, and ${lost} of ${grouped(begun)} connections were lost**${but}.
The real Pulumi CLI ran ${byCli} of ${names(runs)} different scenarios.`;
}

function row({
  scenario,
  version,
  verdict,
  seconds,
  canaryRequests,
  metFault,
  forecast,
  counts,
}: ReleaseResult) {
  return [
    ...[nameOf(scenario), `\`${version}\``, inWords(verdict)],
    ...[seconds === undefined ? "" : `${seconds.toFixed(0)} s`],
    ...[grouped(canaryRequests), grouped(metFault), forecast === undefined ? "" : grouped(forecast)],
    ...[String(total(counts.lost)), grouped(counts.begun)],
  ];
}

/** The name without what every release has. */
function nameOf(scenario: string): string {
  return scenario.replace(/^release driver: /, "");
}

/** `rolledBack` as `rolled back`. */
function inWords(verdict: string): string {
  return verdict.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
