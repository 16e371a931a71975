import { drainSections } from "./drainSections.js";
import type { ResultFile } from "./file.js";
import { floorSection, LOW_FLOOR } from "./floors.js";
import { originText } from "./origin.js";
import { releaseSections } from "./releases.js";
import {
  changesOf,
  choosesByClient,
  countsOf,
  favorsNewPods,
  isPromised,
  type ScenarioResult,
} from "./result.js";
import { spreadRows } from "./spread.js";
import { COUNTS, deathRows, grouped, HEAD, rows, table } from "./table.js";
import { throughSections } from "./through.js";

/** The file names of plots in the same folder. */
export interface Pictures {
  /** Planned and counted shares. */
  readonly shares?: string;
  /** Connections over the time of a scenario. */
  readonly course?: string;
  /** The same of a control. */
  readonly control?: string;
  /** What flips lose over the drain. */
  readonly drains?: string;
}

/** The result of a run as Markdown: the sums, then a row for each kind of change in each mode. */
export function proof(run: ResultFile, pictures: Pictures = {}): string {
  const { results, spreads, drains = [], releases } = run;
  const ours = results.filter(isPromised);
  const byClient = results.filter(({ mode }) => choosesByClient(mode));
  const controls = results.filter(
    ({ loses, losesThrough, mode, scenario }) =>
      loses && !losesThrough && scenario !== LOW_FLOOR && !choosesByClient(mode),
  );
  const gaps = results.filter(({ loses, changes }) => !loses && changes.some(({ gap }) => gap));
  const deaths = results.filter(({ changes }) => changes.some(({ ofDeadNode }) => ofDeadNode !== undefined));
  const picture = (title: string, file: string | undefined) => file && `![${title}](${file})`;
  const parts = [
    ["# What a real cluster counted", headline(ours)],
    results.length > 0 || releases.length === 0 ? [origin(run), explained(results)] : [],
    ours.length > 0
      ? [
          picture("Planned and counted share", pictures.shares),
          picture("Connections over time", pictures.course),
          table(HEAD, rows(ours)),
        ]
      : [],
    counted(
      controls,
      "The same without the order or the drain",
      UNDRAINED,
      picture("A control over time", pictures.control),
    ),
    floorSection(results),
    counted(byClient, "Schedulers that choose by client", BY_CLIENT),
    counted(gaps, "Another mode of kube-proxy under load", GAPS),
    deaths.length > 0 ? ["## A node that dies", DEATHS, table(DEATHS_HEAD, deathRows(deaths))] : [],
    throughSections(results),
    drainSections(drains, picture("Seconds of lost connections over the drain", pictures.drains)),
    ...releaseSections([run]),
    spreads.length > 0
      ? ["## How each scheduler of ipvs spreads connections", SPREAD, table(SPREAD_HEAD, spreadRows(spreads))]
      : [],
  ];
  return `${parts.flat().filter(Boolean).join("\n\n")}\n`;
}

function headline(ours: readonly ScenarioResult[]): string | undefined {
  if (ours.length === 0) return undefined;
  const { begun, lost } = countsOf(ours);
  const modes = [...new Set(ours.map(({ mode }) => mode))].join(" and ");
  return `**${grouped(lost)} of ${grouped(begun)} connections were lost in ${changesOf(ours)} changes**, with kube-proxy in ${modes} mode.`;
}

function origin(run: ResultFile): string {
  const change =
    run.driver === "pulumi"
      ? "Each change was one `pulumi up`."
      : `Each change was one server-side apply of the plan, in the plan's order and
with the waits of Pulumi's provider. The Pulumi CLI was not part of this run.`;
  return `${originText(run, run.crashes)} ${change}`;
}

function explained(results: readonly ScenarioResult[]): string {
  const drained = results.find((result) => result.drained !== undefined)?.drained;
  const guest = `In mode ipvs kube-proxy runs in a user-mode kernel, which is slow. Therefore pods drain for ${drained} s there, more than twice the longest
time that kube-proxy took to write its rules.`;
  const gateway = results.find((result) => result.gateway !== undefined)?.gateway;
  const outside = `Clients of the scenarios with routes are outside of the cluster. They come through ${gateway}, which connects to the pods itself. Each
request of an HTTPRoute counts as a connection does, and each datagram of a UDPRoute comes from a new socket.`;
  const favors = results.some(({ mode }) => favorsNewPods(mode))
    ? `\n\nIn mode ipvs-lc a new pod gets all new connections until it has had as many as the others in two minutes. Shares are counted there, and not judged.`
    : "";
  return `The test counts every connection from before the \`up\` until the last pod has drained. A connection is lost if it was refused, reset or
cut off, or not answered within 20 s. The share is that of the connections after the \`up\`, with its 99.999 % interval. "Fewest ready" is the
smallest number of ready endpoints in any event of a watch on the Service's EndpointSlices.${drained === undefined ? "" : `\n\n${guest}`}${gateway === undefined ? "" : `\n\n${outside}`}${favors}`;
}

function counted(results: readonly ScenarioResult[], title: string, text: string, picture = ""): string[] {
  if (results.length === 0) return [];
  const body = rows(results).map((row) => row.slice(0, COUNTS));
  return [`## ${title}`, text, picture, table(HEAD.slice(0, COUNTS), body)];
}

const UNDRAINED = "These runs must lose connections. Otherwise the test could not detect a loss.";

const BY_CLIENT = `kube-proxy keeps a pod that should get no new connections at weight 0 until the kernel has forgotten its connections, for two minutes or
more. \`sh\`, \`mh\` and \`dh\` still choose that pod, and those connections fail. No order and no drain prevents this, so nothing is promised here.`;

const GAPS = `\`KubeProxyConfig\` writes the file, kube-proxy restarts with it, and the test reads the kernel's rules. A change of the mode loses connections because
kube-proxy deletes the old rules before it writes the new ones. A connection that begins in between gets no answer: the kernel records it as
one without a destination. The same holds for the next connection from the same address and port, for two minutes. Clients from other
addresses that connect after the new rules exist must lose nothing; each run checks this.`;

const DEATHS = `The link of a node goes down and its daemons are killed. Until the control plane has given the node up, kube-proxy on the others still sends
connections to its pods, and these are lost. The connection tracking of the other nodes shows where each lost connection went. Clients on the
other nodes must lose nothing else, and the \`up\`, or the next one, succeeds.`;
const DEATHS_HEAD = [...HEAD.slice(0, COUNTS), "of these to the dead node"];

const SPREAD =
  "Three pods. Each cell has the connections that the kernel counted for each pod, largest first, and the expected spread in brackets.";
const SPREAD_HEAD = [
  "scheduler",
  "30 one after the other",
  "12 held, by 12 clients",
  "12 held by one client",
];
