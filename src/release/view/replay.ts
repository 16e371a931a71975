import { type Layout, type Paint, plainly } from "../../preview/screen/style.js";
import { paragraph, table } from "../../preview/screen/table.js";
import type { CoursePoint, IndicatorStatus, ReleaseStatus } from "../driver/model.js";
import type { StepWindow } from "../driver/ports.js";
import type { Counts } from "../judgement/counts.js";
import { type GridRow, grid } from "./grid.js";
import { clock, count, evidence, NBSP, threshold, wrapped } from "./numbers.js";
import { printable } from "./printable.js";
import { sideNames, subject, verdictWords, versions } from "./words.js";

/** How a replay is laid out. */
export interface ReplayLayout extends Layout {
  /** Windows of an indicator that are shown. More are left out in the middle. Default: 40. */
  readonly most?: number;
}

const MOST = 40;

/** How the evidence of each indicator moved, window by window, and where a verdict fell. */
export function replayText(
  status: ReleaseStatus,
  { width, paint = plainly, most = MOST }: ReplayLayout,
): string[] {
  const shown = printable(status);
  const title = {
    depth: 0,
    cells: [subject(shown), versions(shown), `stack ${shown.stack}`],
    style: "strong" as const,
  };
  const blocks = [
    table([title], width, paint),
    ...shown.indicators.map((indicator) => indicatorLines(indicator, shown, { width, paint, most })),
    shown.indicators.length === 0 ? wrapped("no indicators: there is nothing to replay", width) : [],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, at) => (at === 0 ? block : ["", ...block]))
    .map((line) => line.replaceAll(NBSP, " "));
}

function indicatorLines(
  indicator: IndicatorStatus,
  status: ReleaseStatus,
  { width, paint, most }: Required<ReplayLayout>,
): string[] {
  const { name, worse, good, windows } = indicator;
  const heading = wrapped(verdictWords(name, indicator), width).map((line) => paint("strong", line));
  if (windows.length === 0) return [...heading, ...paragraph("no windows were recorded", "  ", width)];
  const { canary, stable } = sideNames(status);
  const limits = `fails when worse is ${threshold(worse.threshold)}, passes when good is ${threshold(good.threshold)}`;
  const header = ["UTC", "step", canary, stable, "worse", "good", ""];
  const rows = kept(windowRows(indicator, status), most);
  return [
    ...heading,
    ...wrapped(limits, width - 2).map((line) => paint("faint", `  ${line}`)),
    ...(grid(header, rows, width, paint) ?? below(header, rows, width, paint)),
  ];
}

/** The rows where they do not fit next to each other: each number with its name. */
function below(header: readonly string[], rows: readonly GridRow[], width: number, paint: Paint): string[] {
  const named = rows.map(({ cells, style }) => ({
    depth: 0,
    cells:
      typeof cells === "string"
        ? [cells]
        : cells.map((cell, at) => `${at < 2 ? "" : header[at]} ${cell}`.trim()),
    style,
  }));
  return table(named, width, paint);
}

interface WindowRow extends GridRow {
  /** Whether a verdict fell in this window. */
  readonly falls: boolean;
}

function windowRows(indicator: IndicatorStatus, { now, steps }: ReleaseStatus): WindowRow[] {
  const points = new Map(indicator.course.map((point) => [point.at, point]));
  const falls = fallsOf(indicator, points);
  return indicator.windows.map((window) => {
    const point = points.get(window.until);
    const fall = falls.get(window);
    return {
      falls: fall !== undefined,
      style: fall && { fails: "bad" as const, passes: "good" as const }[fall],
      cells: [
        clock(window.until, now),
        steps[window.step]?.title ?? String(window.step + 1),
        shortCounts(window.canary),
        shortCounts(window.stable),
        point ? evidence(point.worse) : "",
        point ? evidence(point.good) : "",
        fall ?? "",
      ],
    };
  });
}

/**
 * The windows in which a bar first reached its threshold: that of `worse` once, that of `good` in each step, because evidence
 * for going on begins anew there.
 */
function fallsOf(
  { worse, good, windows }: IndicatorStatus,
  points: ReadonlyMap<number, CoursePoint>,
): ReadonlyMap<StepWindow, "fails" | "passes"> {
  const falls = new Map<StepWindow, "fails" | "passes">();
  const passed = new Set<number>();
  let failed = false;
  for (const window of windows) {
    const point = points.get(window.until);
    if (point === undefined || failed) continue;
    failed = point.worse >= worse.threshold;
    const passes = point.good >= good.threshold && !passed.has(window.step);
    if (failed) falls.set(window, "fails");
    else if (passes) falls.set(window, "passes");
    if (passes) passed.add(window.step);
  }
  return falls;
}

/** The first and the last rows, and those with a verdict. A row counts those that are left out between them. */
function kept(rows: readonly WindowRow[], most: number): GridRow[] {
  if (rows.length <= most) return [...rows];
  const ends = Math.max(1, Math.floor(most / 2));
  const isShown = (row: WindowRow, at: number) => at < ends || at >= rows.length - ends || row.falls;
  const shown: GridRow[] = [];
  let left = 0;
  for (const [at, row] of rows.entries()) {
    if (!isShown(row, at)) {
      left += 1;
      continue;
    }
    if (left > 0)
      shown.push({ cells: `… ${left === 1 ? "1 window" : `${count(left)} windows`} …`, style: "faint" });
    left = 0;
    shown.push(row);
  }
  return shown;
}

function shortCounts({ bad, total }: Counts): string {
  return `${count(bad)} of ${count(total)}`;
}
