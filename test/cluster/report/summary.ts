import { paragraph } from "../../../src/preview/screen/table.js";
import { wrapHanging } from "../../../src/preview/screen/wrap.js";
import { GROUPS } from "../catalog/catalog.js";
import { type Counts, total } from "../load/load.js";
import type { ReleaseResult } from "../release/result.js";
import {
  blind,
  changesOf,
  choosesByClient,
  countsOf,
  type Found,
  isPromised,
  type ScenarioResult,
} from "./result.js";
import { counted, grouped } from "./table.js";

/** A scenario in one mode. */
interface Line {
  readonly group: string;
  readonly name: string;
  /** Changes, connections, lost, failed and time. */
  readonly cells: readonly string[];
  /** Why it may lose connections. */
  readonly remark?: string;
}

const HEAD = ["changes", "connections", "lost", "failed", "time"];
const GAP = "  ";

/** What a run found, for a person, in at most `width` columns: a line for each scenario, what failed and why, and the sums. */
export function summary(found: Found, width: number): string[] {
  return [
    ...tables([...found.results.map(changesLine), ...found.releases.map(releaseLine)], width),
    ...troubles(found).flatMap(({ where, why }) => [
      ...paragraph(`FAILED ${where}`, "", width),
      ...why.flatMap((text) => paragraph(text, "    ", width)),
    ]),
    ...(found.skipped ?? []).flatMap(({ scenario, why }) =>
      wrapHanging(`skipped ${scenario}: it ${why}`, width, 4),
    ),
    ...sums(found).flatMap((text) => wrapHanging(text, width, 4)),
  ];
}

function tables(lines: readonly Line[], width: number): string[] {
  if (lines.length === 0) return [];
  const columns = HEAD.map((head, at) =>
    Math.max(...[head, ...lines.map(({ cells }) => cells[at] ?? "")].map(({ length }) => length)),
  );
  const numbers = (cells: readonly string[]) =>
    cells.map((cell, at) => cell.padStart(columns[at] ?? 0)).join(GAP);
  const longest = Math.max(...lines.map(({ name }) => name.length));
  const isWide = [longest, ...columns].reduce((sum, column) => sum + column + GAP.length, 0) <= width;
  const names = (name: string) => (isWide ? `${GAP}${name.padEnd(longest)}${GAP}` : `${GAP}${GAP}`);
  const show = ({ name, cells, remark }: Line) => [
    ...(isWide ? [] : [GAP + name]),
    names(name) + numbers(cells),
    ...(remark === undefined ? [] : paragraph(remark, GAP.repeat(3), width)),
  ];
  const groups = [...new Set(lines.map(({ group }) => group))];
  return [
    names("") + numbers(HEAD),
    ...groups.flatMap((group) => [
      ...paragraph(group, "", width),
      ...lines.filter((line) => line.group === group).flatMap(show),
    ]),
    "",
  ];
}

function changesLine(result: ScenarioResult): Line {
  const { mode, scenario, changes, counts, took } = result;
  const failed = changes.filter((change) => change.failed.length > 0).length + blind(result).length;
  const done = changes.filter(({ share }) => share).length;
  return {
    ...{ group: groupOf(scenario), name: `${mode}  ${scenario}` },
    cells: [String(done), ...countCells(counts), String(failed), timeOf(took)],
    remark: remarkOn(result),
  };
}

function releaseLine({ mode, scenario, counts, failed, took, loses }: ReleaseResult): Line {
  return {
    ...{ group: groupOf(scenario), name: `${mode}  ${scenario.replace(/^release driver: /, "")}` },
    cells: ["1", ...countCells(counts), String(failed.length > 0 ? 1 : 0), timeOf(took)],
    remark: loses ? "the version itself loses connections" : undefined,
  };
}

function remarkOn(result: ScenarioResult): string | undefined {
  if (isPromised(result)) return undefined;
  if (choosesByClient(result.mode)) return "the scheduler chooses by client, so that nothing is promised";
  return result.loses ? "must lose connections" : "kube-proxy may lose connections while its mode changes";
}

function countCells({ begun, lost }: Counts): string[] {
  return [grouped(begun), grouped(total(lost))];
}

function timeOf(took: number | undefined): string {
  return took === undefined ? "" : `${Math.floor(took / 60)}:${String(took % 60).padStart(2, "0")}`;
}

/** The title of the group of a scenario. */
function groupOf(scenario: string): string {
  return GROUPS.find(({ entries }) => entries.some(({ name }) => name === scenario))?.title ?? "Others";
}

/** What failed, and why. */
function troubles({
  results,
  spreads,
  drains = [],
  releases,
  crashes,
}: Found): { where: string; why: readonly string[] }[] {
  return [
    ...results.flatMap(({ mode, scenario, changes }) =>
      changes.map(({ app, title, failed }) => ({
        where: `${mode}: ${scenario}: ${app}: ${title}`,
        why: failed,
      })),
    ),
    ...results.map((result) => ({ where: `${result.mode}: ${result.scenario}`, why: between(result) })),
    ...spreads.map(({ scheduler, failed }) => ({ where: `spread of ${scheduler}`, why: failed })),
    ...drains.map(({ mode, failed }) => ({ where: `${mode}: the curve of drains`, why: failed })),
    ...releases.map(({ mode, scenario, failed }) => ({ where: `${mode}: ${scenario}`, why: failed })),
    ...crashes.map((text) => ({ where: "the run ended early", why: [text] })),
  ].filter(({ why }) => why.length > 0);
}

/** What is wrong with a scenario as a whole: a control that sees nothing, or a loss outside of its changes. */
function between(result: ScenarioResult): string[] {
  const lost = total(result.counts.lost);
  const explained = result.changes.some(({ failed }) => failed.length > 0);
  const outside = isPromised(result) && lost > 0 && !explained;
  return [
    ...blind(result),
    ...(outside
      ? [`lost ${lost} connections between its changes: ${JSON.stringify(result.counts.lost)}`]
      : []),
  ];
}

function sums({ results, releases }: Found): string[] {
  const ours = results.filter(isPromised);
  const { begun, lost } = countsOf(ours);
  const controls = results.filter(({ loses, mode }) => loses && !choosesByClient(mode));
  const lostByControls = controls.reduce((sum, { counts }) => sum + total(counts.lost), 0);
  const kept = releases.filter(({ loses }) => !loses);
  const ofReleases = countsOf(kept);
  return [
    ...(ours.length > 0
      ? [`lost ${grouped(lost)} of ${grouped(begun)} connections in ${counted(changesOf(ours), "change")}`]
      : []),
    ...(releases.length > 0
      ? [
          `lost ${grouped(ofReleases.lost)} of ${grouped(ofReleases.begun)} connections in ${counted(kept.length, "release")} by the driver`,
        ]
      : []),
    ...(controls.length > 0
      ? [`the controls lost ${grouped(lostByControls)}, and must lose some`]
      : results.length > 0
        ? ["no control was run: --only control shows that this test sees a loss"]
        : []),
  ];
}
