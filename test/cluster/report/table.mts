import { total } from "../load/load.mts";
import { type ChangeResult, choosesByClient, countsOf, isPromised, type ScenarioResult } from "./result.mts";
import { interval } from "./share.mts";
import { type SpreadResult, spreadRows } from "./spread.mts";

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
  const drained = ours.find((result) => result.drained !== undefined)?.drained;
  const gaps = results.filter((result) => !isPromised(result) && !result.loses);
  const changes = ours.flatMap((result) => result.changes).filter(({ share }) => share);
  const { begun, lost } = countsOf(ours);
  if (ours.length === 0) return "";
  const modes = [...new Set(ours.map(({ mode }) => mode))];
  return `# What a real cluster counted

**${lost} of ${grouped(begun)} connections were lost in ${changes.length} changes**, with kube-proxy in ${modes.join(" and ")} mode.

Made by \`${run.command}\` on ${run.date}: one node, Kubernetes ${run.kubernetes}, each change one
${run.driver === "pulumi" ? "`pulumi up`" : "server-side apply of the plan, in its order and with the provider's waits (no Pulumi CLI)"}, ${run.minutes} minutes. Every connection is counted from before the \`up\` until the last pod has
drained; lost is what was refused, reset, cut off or not answered in 20 s. The share is that of the connections after the \`up\`, with its
99.9 % interval. "Fewest ready" is the smallest number of ready endpoints in any event of a watch on the Service's EndpointSlices.${drained === undefined ? "" : guestText(drained)}

${run.picture === undefined ? "" : `![Planned and counted share](${run.picture})\n\n`}${table(HEAD, rows(ours))}
${section(
  controls.length > 0,
  "The same without the order or the drain",
  "These must lose connections, or the test could not see a loss.",
  table(
    HEAD.slice(0, COUNTS),
    rows(controls).map((row) => row.slice(0, COUNTS)),
  ),
)}${section(
  byClient.length > 0,
  "Schedulers that choose by client",
  `kube-proxy keeps a pod that is to get nothing new at weight 0 until the kernel has forgotten its connections, two minutes and more.
\`sh\`, \`mh\` and \`dh\` go on to choose it, and those connections fail: no order and no drain helps. Nothing is promised here.`,
  table(
    HEAD.slice(0, COUNTS),
    rows(byClient).map((row) => row.slice(0, COUNTS)),
  ),
)}${section(
  gaps.length > 0,
  "Another mode of kube-proxy under load",
  `\`KubeProxyConfig\` writes the file, kube-proxy restarts with it, and the kernel's rules are read back. What is lost in a change of the
mode is kube-proxy's: it takes the old rules away before it has written its first. A connection that begins in between stays without an
answer for good, since the kernel has noted it as one that goes nowhere; the client's next try is answered.`,
  table(
    HEAD.slice(0, COUNTS),
    rows(gaps).map((row) => row.slice(0, COUNTS)),
  ),
)}${section(
  spreads.length > 0,
  "How each scheduler of ipvs spreads connections",
  "Three pods; the connections that the kernel counted for each, most first. Expected is what stands in brackets.",
  table(
    ["scheduler", "30 one after the other", "12 held, by 12 clients", "12 held by one client"],
    spreadRows(spreads),
  ),
)}`;
}

function guestText(drained: number): string {
  return ` kube-proxy of
mode ipvs runs in a kernel in user mode, where it is slow: pods drain for ${drained} s there, more than twice what it took at most to write its rules.`;
}

function section(wanted: boolean, title: string, text: string, body: string): string {
  return wanted ? `\n## ${title}\n\n${text}\n\n${body}\n` : "";
}

const HEAD = [
  ...["mode", "scenario", "app", "change", "times", "lost", "of"],
  ...["share planned", "counted", "fewest ready", "promised", "`up`"],
];
/** The columns up to the counts, which are all that is said of a control. */
const COUNTS = 7;

/** A row for each kind of change; the same change in several rounds is added up. */
function rows(results: readonly ScenarioResult[]): string[][] {
  const kinds = new Map<string, { where: string[]; changes: ChangeResult[] }>();
  for (const { mode, scenario, changes } of results) {
    for (const change of changes.filter(({ share }) => share)) {
      const key = [mode, scenario, change.app, change.title, JSON.stringify(planned(change))].join();
      const kind = kinds.get(key) ?? { where: [mode, scenario], changes: [] };
      kind.changes.push(change);
      kinds.set(key, kind);
    }
  }
  return [...kinds.values()].map(({ where, changes }) => row(where, changes));
}

function row(where: readonly string[], changes: readonly ChangeResult[]): string[] {
  const [first] = changes as [ChangeResult];
  const sum = (count: (change: ChangeResult) => number) =>
    changes.reduce((so, change) => so + count(change), 0);
  const seconds = changes.map((change) => change.seconds).sort((a, b) => a - b);
  const fewest = Math.min(...changes.map((change) => change.fewest));
  const share = planned(first);
  const hits = sum((change) => change.after.ok[newest(change)] ?? 0);
  const answered = sum(({ after }) => total(after.ok));
  const { share: found, low, high } = interval(hits, answered);
  const counted =
    share === 0 || share === 100
      ? `${found.toFixed(found === share ? 0 : 2)} %`
      : `${found.toFixed(2)} % (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return [
    ...where,
    first.app,
    first.title,
    String(changes.length),
    String(sum(({ counts }) => total(counts.lost))),
    grouped(sum(({ counts }) => counts.begun)),
    `${Number(share.toFixed(1))} %`,
    counted,
    String(fewest),
    String(first.wanted),
    `${(seconds[Math.floor(seconds.length / 2)] ?? 0).toFixed(1)} s`,
  ];
}

/** The version whose share the row shows: the one that the change is about stands last in what is planned. */
function newest({ share = {} }: ChangeResult): string {
  return Object.keys(share).at(-1) ?? "";
}

function planned(change: ChangeResult): number {
  return change.share?.[newest(change)] ?? 0;
}

function table(head: readonly string[], body: readonly string[][]): string {
  const cells = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  return [cells(head), cells(head.map(() => "---")), ...body.map(cells)].join("\n");
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}
