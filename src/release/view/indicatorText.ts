import type { Paint } from "../../preview/screen/style.js";
import { type Cell, lengthOf, type TableRow, table } from "../../preview/screen/table.js";
import type { EvidenceBar, IndicatorStatus, ReleaseStatus } from "../driver/model.js";
import { evidenceBar } from "./bars.js";
import { counts, evidence, isNumber, NBSP, threshold, times, wrapped } from "./numbers.js";
import { emptyWords, indicatorWords, sideNames, VERDICT_STYLES, VERDICTS } from "./words.js";

/** Length of a bar below each other, and next to each other. */
const [SHORT, LONG] = [12, 20];

/** Columns of a name that does not line up with the others. */
const LONG_NAME = 32;

/**
 * The evidence of all indicators. The widest layout is used in which no row is broken: two lines for each indicator, two
 * and a sentence below, or one line for each number.
 */
export function indicatorLines(status: ReleaseStatus, width: number, paint: Paint): string[] {
  const { indicators } = status;
  if (indicators.length === 0) {
    return wrapped(emptyWords(status), width).map((line) => paint("faint", line));
  }
  const heads = indicators.map((indicator) => wideHead(indicator, status));
  const bars = indicators.map(bothBars);
  const words = indicators.map(indicatorWords);
  const withWords = bars.map((row, at) => ({
    ...row,
    cells: [...row.cells, { text: words[at] ?? "", style: "faint" as const }],
  }));
  return (
    inLines(alternating(heads, withWords), width, paint) ??
    withSentences(inLines(alternating(heads, bars), width, paint), words, width, paint) ??
    stackedLines(status, width, paint)
  );
}

/** The rows in one line each. Undefined if one of them does not fit. */
function inLines(rows: readonly TableRow[], width: number, paint: Paint): string[] | undefined {
  const lines = table(rows, width, paint);
  return lines.length === rows.length ? lines : undefined;
}

function alternating<T>(first: readonly T[], second: readonly T[]): T[] {
  return first.flatMap((one, at) => [one, second[at] as T]);
}

function withSentences(
  lines: readonly string[] | undefined,
  words: readonly string[],
  width: number,
  paint: Paint,
): string[] | undefined {
  return (
    lines &&
    words.flatMap((text, at) => [...lines.slice(2 * at, 2 * at + 2), ...sentence(text, width, paint)])
  );
}

function wideHead(indicator: IndicatorStatus, status: ReleaseStatus): TableRow {
  const { name, canary, stable } = indicator;
  const names = sideNames(status);
  return {
    depth: 0,
    group: groupOf(name),
    cells: [
      { text: name, style: "strong" },
      verdictCell(indicator),
      `${names.canary} ${counts(canary)}`,
      `${names.stable} ${counts(stable)}`,
      looks(indicator),
    ],
  };
}

function bothBars({ worse, good }: IndicatorStatus): TableRow {
  return { depth: 1, cells: [`worse ${barText(worse, LONG)}`, `good ${barText(good, LONG)}`] };
}

function stackedLines(status: ReleaseStatus, width: number, paint: Paint): string[] {
  const names = sideNames(status);
  const heads = status.indicators.map(narrowHead);
  const aligned = inLines(heads, width, paint);
  return status.indicators.flatMap((indicator, at) => {
    const { canary, stable, worse, good } = indicator;
    const pairs = [
      [names.canary, counts(canary)],
      [names.stable, counts(stable)],
      ["worse", barText(worse, SHORT)],
      ["good", barText(good, SHORT)],
    ].map(([label = "", text = ""]): TableRow => ({ depth: 1, cells: [`${label.padEnd(6)} ${text}`] }));
    return [
      ...(aligned?.slice(at, at + 1) ?? table(heads.slice(at, at + 1), width, paint)),
      ...table(pairs, width, paint),
      ...sentence(indicatorWords(indicator), width, paint),
    ];
  });
}

function narrowHead(indicator: IndicatorStatus): TableRow {
  return {
    depth: 0,
    group: groupOf(indicator.name),
    cells: [{ text: indicator.name, style: "strong" }, verdictCell(indicator), looks(indicator)],
  };
}

/** A long name moves only its own row to the right. */
function groupOf(name: string): string {
  return lengthOf(name) > LONG_NAME ? name : "";
}

function sentence(words: string, width: number, paint: Paint): string[] {
  if (words === "") return [];
  return wrapped(words, width - 2).map((line) => paint("faint", `  ${line}`));
}

function verdictCell({ verdict }: IndicatorStatus): Cell {
  return { text: VERDICTS[verdict], style: VERDICT_STYLES[verdict] };
}

function looks({ ratio }: IndicatorStatus): string {
  return isNumber(ratio) ? `looks ${times(ratio)} as bad` : "";
}

function barText(bar: EvidenceBar, cells: number): string {
  const words = `${evidence(bar.value)} of ${threshold(bar.threshold)}`.replaceAll(" ", NBSP);
  return `${evidenceBar(bar, cells)} ${words}`;
}
