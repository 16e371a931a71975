import { type ReleaseRun, releaseSections } from "./releases.js";
import { choosesByClient, countsOf, isPromised, type ScenarioResult } from "./result.js";
import { type SpreadResult, spreadRows } from "./spread.js";
import { COUNTS, grouped, HEAD, rows, table } from "./table.js";

/** The versions and settings of a run. */
export interface Run {
  readonly command: string;
  readonly driver: string;
  readonly kubernetes: string;
  readonly date: string;
  readonly minutes: number;
  /** The file name of the plot in the same folder, if there is one. */
  readonly picture?: string;
}

/** The result of a run as Markdown: the sums, then a row for each kind of change in each mode. */
export function proof(
  run: Run,
  results: readonly ScenarioResult[],
  spreads: readonly SpreadResult[],
  releases: readonly ReleaseRun[] = [],
): string {
  const ours = results.filter(isPromised);
  const byClient = results.filter(({ mode }) => choosesByClient(mode));
  const controls = results.filter(({ loses, mode }) => loses && !choosesByClient(mode));
  const gaps = results.filter((result) => !isPromised(result) && !result.loses);
  const parts = [
    ["# What a real cluster counted", headline(ours)],
    results.length > 0 || !releases.some((one) => one.releases.length > 0)
      ? [origin(run), explained(results)]
      : [],
    ours.length > 0
      ? [run.picture && `![Planned and counted share](${run.picture})`, table(HEAD, rows(ours))]
      : [],
    counted(controls, "The same without the order or the drain", UNDRAINED),
    counted(byClient, "Schedulers that choose by client", BY_CLIENT),
    counted(gaps, "Another mode of kube-proxy under load", GAPS),
    ...releaseSections(releases),
    spreads.length > 0
      ? ["## How each scheduler of ipvs spreads connections", SPREAD, table(SPREAD_HEAD, spreadRows(spreads))]
      : [],
  ];
  return `${parts.flat().filter(Boolean).join("\n\n")}\n`;
}

function headline(ours: readonly ScenarioResult[]): string | undefined {
  if (ours.length === 0) return undefined;
  const changes = ours.flatMap((result) => result.changes).filter(({ share, idle }) => share && !idle);
  const { begun, lost } = countsOf(ours);
  const modes = [...new Set(ours.map(({ mode }) => mode))].join(" and ");
  return `**${lost} of ${grouped(begun)} connections were lost in ${changes.length} changes**, with kube-proxy in ${modes} mode.`;
}

function origin({ command, date, kubernetes, driver, minutes }: Run): string {
  const change =
    driver === "pulumi"
      ? "Each change was one `pulumi up`."
      : `Each change was one server-side apply of the plan, in the plan's order and
with the waits of Pulumi's provider. The Pulumi CLI was not part of this run.`;
  return `Made on ${date} by\n\`${command}\`\non one node with Kubernetes ${kubernetes}, in ${minutes} minutes. ${change}`;
}

function explained(results: readonly ScenarioResult[]): string {
  const drained = results.find((result) => result.drained !== undefined)?.drained;
  const guest = `In mode ipvs kube-proxy runs in a user-mode kernel, which is slow. Therefore pods drain for ${drained} s there, more than twice the longest
time that kube-proxy took to write its rules.`;
  return `The test counts every connection from before the \`up\` until the last pod has drained. A connection is lost if it was refused, reset or
cut off, or not answered within 20 s. The share is that of the connections after the \`up\`, with its 99.999 % interval. "Fewest ready" is the
smallest number of ready endpoints in any event of a watch on the Service's EndpointSlices.${drained === undefined ? "" : `\n\n${guest}`}`;
}

function counted(results: readonly ScenarioResult[], title: string, text: string): string[] {
  if (results.length === 0) return [];
  const body = rows(results).map((row) => row.slice(0, COUNTS));
  return [`## ${title}`, text, table(HEAD.slice(0, COUNTS), body)];
}

const UNDRAINED = "These runs must lose connections. Otherwise the test could not detect a loss.";

const BY_CLIENT = `kube-proxy keeps a pod that should get no new connections at weight 0 until the kernel has forgotten its connections, for two minutes or
more. \`sh\`, \`mh\` and \`dh\` still choose that pod, and those connections fail. No order and no drain prevents this, so nothing is promised here.`;

const GAPS = `\`KubeProxyConfig\` writes the file, kube-proxy restarts with it, and the test reads the kernel's rules. A change of the mode loses connections because
kube-proxy deletes the old rules before it writes the new ones. A connection that begins in between gets no answer: the kernel records it as
one without a destination. The same holds for the next connection from the same address and port, for two minutes. Clients from other
addresses that connect after the new rules exist must lose nothing; each run checks this.`;

const SPREAD =
  "Three pods. Each cell has the connections that the kernel counted for each pod, largest first, and the expected spread in brackets.";
const SPREAD_HEAD = [
  "scheduler",
  "30 one after the other",
  "12 held, by 12 clients",
  "12 held by one client",
];
