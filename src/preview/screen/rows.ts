import type { Paint, Style } from "./style.js";
import { wrap } from "./wrap.js";

/** A row of a report: what it is, what changes, and what it waits for. */
export interface Row {
  readonly head: string;
  /** What changes. The first text is next to the head, the others below it. */
  readonly texts: readonly string[];
  readonly order: string;
  readonly style?: Style | undefined;
}

/** Columns between two cells. */
export const GAP = 3;

/** Where a cell starts that is too wide for its place next to the head. */
export const INDENT = 6;

/**
 * Lays out rows in columns. A row that is too long for the width continues on more lines: its order is never cut. Without a
 * limit, which is Infinity, only the changes after the first one have lines of their own.
 */
export function layOut(rows: readonly Row[], width: number, paint: Paint): string[] {
  const column = changeColumn(rows, width);
  return rows.flatMap((row) =>
    linesOf(row, column, width).map((line) => (row.style ? paint(row.style, line) : line)),
  );
}

// A longer change, such as that of a text, would move all orders out of sight.
const WIDEST_CHANGE = 60;

/** Width of the changes, so that the orders line up. Rows that do not fit into one line do not widen it. */
function changeColumn(rows: readonly Row[], width: number): number {
  const fitting = rows.filter((row) => row.order !== "" && lengthOf(row) <= width);
  const widths = fitting.map(({ texts: [first = ""] }) => first.length);
  return Math.max(0, ...widths.filter((length) => length <= WIDEST_CHANGE));
}

function lengthOf({ head, texts: [first = ""], order }: Row): number {
  return head.length + GAP + first.length + (order === "" ? 0 : GAP + order.length);
}

function linesOf(row: Row, column: number, width: number): string[] {
  const { head, texts, order } = row;
  const [first = "", ...more] = texts;
  const gap = " ".repeat(GAP);
  const room = width - head.length - GAP;
  const below = (cells: readonly string[]) =>
    cells.flatMap((cell) =>
      cell.length <= room
        ? [" ".repeat(head.length + GAP) + cell]
        : wrap(cell, width - INDENT).map((line) => " ".repeat(INDENT) + line),
    );
  if (lengthOf(row) <= width) {
    const padded = first.padEnd(Math.min(column, width - head.length - 2 * GAP - order.length));
    return [`${head}${gap}${padded}${gap}${order}`.trimEnd(), ...below(more)];
  }
  const cells = order === "" ? more : [...more, order];
  const line = `${head}${gap}${first}`.trimEnd();
  if (line.length <= width) return [line, ...below(cells)];
  return [...headLines(head.trimEnd(), width), ...below(first === "" ? cells : [first, ...cells])];
}

/** A head that is longer than the screen is broken: a name must be whole to be found. */
function headLines(head: string, width: number): string[] {
  if (head.length <= width) return [head];
  const [, indent = "", text = ""] = /^(\s*)(.*)$/.exec(head) ?? [];
  return wrap(text, width - indent.length - INDENT).map(
    (line, index) => indent + (index === 0 ? line : " ".repeat(INDENT) + line),
  );
}
