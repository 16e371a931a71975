import { choosesByClient, countsOf, isPromised, type ScenarioResult } from "./result.js";
import { type SpreadResult, spreadRows } from "./spread.js";
import { COUNTS, grouped, HEAD, rows, table } from "./table.js";

/** What a run was made with. */
export interface Run {
  readonly command: string;
  readonly driver: string;
  readonly kubernetes: string;
  readonly date: string;
  readonly minutes: number;
  /** File name of the plot beside it, if there is one. */
  readonly picture?: string;
}

/** The result of a run as Markdown: the sums, then a row for each kind of change in each mode. */
export function proof(
  run: Run,
  results: readonly ScenarioResult[],
  spreads: readonly SpreadResult[],
): string {
  const ours = results.filter(isPromised);
  const byClient = results.filter(({ mode }) => choosesByClient(mode));
  const controls = results.filter(({ loses, mode }) => loses && !choosesByClient(mode));
  const gaps = results.filter((result) => !isPromised(result) && !result.loses);
  const parts = [
    ["# What a real cluster counted", headline(ours), origin(run), explained(results)],
    ours.length > 0
      ? [run.picture && `![Planned and counted share](${run.picture})`, table(HEAD, rows(ours))]
      : [],
    counted(controls, "The same without the order or the drain", UNDRAINED),
    counted(byClient, "Schedulers that choose by client", BY_CLIENT),
    counted(gaps, "Another mode of kube-proxy under load", GAPS),
    spreads.length > 0
      ? ["## How each scheduler of ipvs spreads connections", SPREAD, table(SPREAD_HEAD, spreadRows(spreads))]
      : [],
  ];
  return `${parts.flat().filter(Boolean).join("\n\n")}\n`;
}

function headline(ours: readonly ScenarioResult[]): string | undefined {
  if (ours.length === 0) return undefined;
  const changes = ours.flatMap((result) => result.changes).filter(({ share }) => share);
  const { begun, lost } = countsOf(ours);
  const modes = [...new Set(ours.map(({ mode }) => mode))].join(" and ");
  return `**${lost} of ${grouped(begun)} connections were lost in ${changes.length} changes**, with kube-proxy in ${modes} mode.`;
}

function origin({ command, date, kubernetes, driver, minutes }: Run): string {
  const up =
    driver === "pulumi"
      ? "`pulumi up`"
      : "server-side apply of the plan,\nin its order and with the provider's waits (no Pulumi CLI)";
  return `Made by\n\`${command}\`\non ${date}: one node, Kubernetes ${kubernetes}, each change one ${up}, ${minutes} minutes.`;
}

function explained(results: readonly ScenarioResult[]): string {
  const drained = results.find((result) => result.drained !== undefined)?.drained;
  const guest = `kube-proxy of mode ipvs runs in a kernel in user mode, where it is slow: pods drain for ${drained} s there, more than twice
what it took at most to write its rules.`;
  return `Every connection is counted from before the \`up\` until the last pod has drained; lost is what was refused, reset, cut off or not
answered in 20 s. The share is that of the connections after the \`up\`, with its 99.999 % interval. "Fewest ready" is the smallest number
of ready endpoints in any event of a watch on the Service's EndpointSlices.${drained === undefined ? "" : `\n\n${guest}`}`;
}

function counted(results: readonly ScenarioResult[], title: string, text: string): string[] {
  if (results.length === 0) return [];
  const body = rows(results).map((row) => row.slice(0, COUNTS));
  return [`## ${title}`, text, table(HEAD.slice(0, COUNTS), body)];
}

const UNDRAINED = "These must lose connections, or the test could not see a loss.";

const BY_CLIENT = `kube-proxy keeps a pod that is to get nothing new at weight 0 until the kernel has forgotten its connections, two minutes and more.
\`sh\`, \`mh\` and \`dh\` go on to choose it, and those connections fail: no order and no drain helps. Nothing is promised here.`;

const GAPS = `\`KubeProxyConfig\` writes the file, kube-proxy restarts with it, and the kernel's rules are read back. What is lost in a change of the
mode is kube-proxy's: it takes the old rules away before it has written its first. A connection that begins in between stays without an
answer, since the kernel has noted it as one that goes nowhere; and so does the next one from the same address and port, for two minutes.
Clients from other addresses, that come once the rules are there, must lose nothing; each run checks it.`;

const SPREAD =
  "Three pods; the connections that the kernel counted for each, most first. Expected is what stands in brackets.";
const SPREAD_HEAD = [
  "scheduler",
  "30 one after the other",
  "12 held, by 12 clients",
  "12 held by one client",
];
