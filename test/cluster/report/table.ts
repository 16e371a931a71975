import { total } from "../load/load.js";
import type { ChangeResult, ScenarioResult } from "./result.js";
import { interval } from "./share.js";

/** The columns of a table of changes. */
export const HEAD = [
  ...["mode", "scenario", "app", "change", "times", "lost", "of"],
  ...["share planned", "counted", "fewest ready", "promised", "`up`"],
];
/** The columns up to the counts, which are all that is said of a control. */
export const COUNTS = 7;

/** A row for each kind of change; the same change in several rounds is added up. */
export function rows(results: readonly ScenarioResult[]): string[][] {
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

/** A row for each release in which a node died: with how many of its lost connections went to that node. */
export function deathRows(results: readonly ScenarioResult[]): string[][] {
  return results.flatMap((result) =>
    result.changes.map((change) => [
      ...(rows([{ ...result, changes: [change] }])[0] ?? []).slice(0, COUNTS),
      String(change.ofDeadNode),
    ]),
  );
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

/** The version whose share the row shows: the last planned one, which is the version that changes. */
function newest({ share = {} }: ChangeResult): string {
  return Object.keys(share).at(-1) ?? "";
}

function planned(change: ChangeResult): number {
  return change.share?.[newest(change)] ?? 0;
}

export function table(head: readonly string[], body: readonly string[][]): string {
  const cells = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  return [cells(head), cells(head.map(() => "---")), ...body.map(cells)].join("\n");
}

/** A number with its word: "1 change", "2 changes". */
export function counted(count: number, word: string): string {
  return `${grouped(count)} ${word}${count === 1 ? "" : "s"}`;
}

export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}
