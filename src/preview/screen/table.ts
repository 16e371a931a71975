import type { Paint, Style } from "./style.js";
import { wrap } from "./wrap.js";

/** A row of a table: cells, and how far it is indented. */
export interface TableRow {
  readonly depth: number;
  readonly cells: readonly Cell[];
  /** Rows of one depth and group line up. */
  readonly group?: string;
  /** Of the whole row. */
  readonly style?: Style | undefined;
}

/** Text, or text with a style of its own. */
export type Cell = string | { readonly text: string; readonly style: Style };

const GAP = "   ";
const STEP = 2;
/** Indent of what does not fit into the line of its row. */
const HANGING = 4;

/**
 * Lays out rows in columns. A row that does not fit goes on below itself, first between its cells, then between words, so
 * that nothing is lost on a narrow screen.
 */
export function table(rows: readonly TableRow[], width: number, paint: Paint): string[] {
  const widths = columnWidths(rows);
  return rows.flatMap((row) => {
    const indent = " ".repeat(row.depth * STEP);
    const pads = row.cells.map((cell, at) => padding(cell, at, row, widths));
    const length = row.cells.reduce(
      (sum, cell, at) => sum + lengthOf(textOf(cell)) + (pads[at] as number),
      0,
    );
    const fits = indent.length + length + GAP.length * (row.cells.length - 1) <= width;
    const lines = fits ? [inLine(row.cells, pads, indent, paint)] : folded(row.cells, indent, width, paint);
    return row.style === undefined ? lines : lines.map((one) => paint(row.style as Style, one));
  });
}

/** Text broken between words, with the same indent on every line. */
export function paragraph(text: string, indent: string, width: number): string[] {
  return wrap(text, Math.max(20, width - indent.length)).map((line) => `${indent}${line}`);
}

/** The width of every column, without the last cell of each row. */
function columnWidths(rows: readonly TableRow[]): Map<string, number> {
  const widths = new Map<string, number>();
  for (const row of rows) {
    for (const [at, cell] of row.cells.slice(0, -1).entries()) {
      const key = columnOf(row, at);
      widths.set(key, Math.max(widths.get(key) ?? 0, lengthOf(textOf(cell))));
    }
  }
  return widths;
}

function columnOf({ depth, group = "" }: TableRow, at: number): string {
  return `${depth}/${group}/${at}`;
}

/** Spaces behind a cell. */
function padding(cell: Cell, at: number, row: TableRow, widths: ReadonlyMap<string, number>): number {
  if (at === row.cells.length - 1) return 0;
  return Math.max(0, (widths.get(columnOf(row, at)) ?? 0) - lengthOf(textOf(cell)));
}

function inLine(cells: readonly Cell[], pads: readonly number[], indent: string, paint: Paint): string {
  const last = cells.reduce((found, cell, at) => (textOf(cell) === "" ? found : at), -1);
  const padded = cells
    .slice(0, last + 1)
    .map((cell, at) => painted(cell, paint) + " ".repeat(at === last ? 0 : (pads[at] as number)));
  return last === -1 ? "" : indent + padded.join(GAP);
}

function folded(cells: readonly Cell[], indent: string, width: number, paint: Paint): string[] {
  const hanging = `${indent}${" ".repeat(HANGING)}`;
  const lines: string[] = [];
  let line = "";
  let length = 0;
  for (const cell of cells.filter((one) => textOf(one) !== "")) {
    const start = lines.length === 0 ? indent : hanging;
    const longer = (line === "" ? start.length : length + GAP.length) + lengthOf(textOf(cell));
    if (longer <= width) {
      line = `${line === "" ? start : line + GAP}${painted(cell, paint)}`;
      length = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const first = lines.length === 0 ? indent : hanging;
    const pieces = wrap(textOf(cell), Math.max(20, width - hanging.length));
    const shown = pieces.map(
      (piece, at) => `${at === 0 ? first : hanging}${painted(withText(cell, piece), paint)}`,
    );
    lines.push(...shown.slice(0, -1));
    line = shown.at(-1) ?? "";
    length = lengthOf(pieces.at(-1) ?? "") + (pieces.length === 1 ? first : hanging).length;
  }
  return line === "" ? lines : [...lines, line];
}

function textOf(cell: Cell): string {
  return typeof cell === "string" ? cell : cell.text;
}

function withText(cell: Cell, text: string): Cell {
  return typeof cell === "string" ? text : { ...cell, text };
}

function painted(cell: Cell, paint: Paint): string {
  return typeof cell === "string" ? cell : paint(cell.style, cell.text);
}

/** Length in code points, so that an emoji counts once. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
