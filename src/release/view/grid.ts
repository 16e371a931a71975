import type { Paint, Style } from "../../preview/screen/style.js";
import { lengthOf } from "../../preview/screen/table.js";

/** A row of a grid: its cells, or a text across all columns. */
export interface GridRow {
  readonly cells: readonly string[] | string;
  readonly style?: Style | undefined;
}

/** Columns between two cells: three, or two where that is too wide. */
const GAPS = ["   ", "  "];

/**
 * Rows below a header, in columns. Undefined if a line is wider than the screen: the caller then shows the rows in another
 * form.
 */
export function grid(
  header: readonly string[],
  rows: readonly GridRow[],
  width: number,
  paint: Paint,
): string[] | undefined {
  const all: readonly GridRow[] = [{ cells: header, style: "faint" }, ...rows];
  const widths = header.map((_, at) =>
    Math.max(...all.map(({ cells }) => (typeof cells === "string" ? 0 : lengthOf(cells[at] ?? "")))),
  );
  const fitting = GAPS.map((gap) =>
    all.map(({ cells }) => (typeof cells === "string" ? cells : lineOf(cells, widths, gap))),
  ).find((lines) => lines.every((line) => lengthOf(line) <= width));
  return fitting?.map((line, at) => {
    const style = all[at]?.style;
    return style === undefined ? line : paint(style, line);
  });
}

function lineOf(cells: readonly string[], widths: readonly number[], gap: string): string {
  return cells
    .map((cell, at) => cell + " ".repeat((widths[at] ?? 0) - lengthOf(cell)))
    .join(gap)
    .trimEnd();
}
