import type { Paint, Style } from "./style.js";
import { wrap } from "./wrap.js";

/** A row of a table: cells, and how far it is indented. */
export interface TableRow {
  readonly depth: number;
  readonly cells: readonly string[];
  /** Rows of one depth and group line up. */
  readonly group?: string;
  readonly style?: Style | undefined;
}

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
    const line = `${indent}${row.cells.map((cell, at) => pad(cell, at, row, widths)).join(GAP)}`.trimEnd();
    const lines = lengthOf(line) <= width ? [line] : folded(row.cells, indent, width);
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
      widths.set(key, Math.max(widths.get(key) ?? 0, lengthOf(cell)));
    }
  }
  return widths;
}

function columnOf({ depth, group = "" }: TableRow, at: number): string {
  return `${depth}/${group}/${at}`;
}

function pad(cell: string, at: number, row: TableRow, widths: ReadonlyMap<string, number>): string {
  if (at === row.cells.length - 1) return cell;
  return cell + " ".repeat(Math.max(0, (widths.get(columnOf(row, at)) ?? 0) - lengthOf(cell)));
}

function folded(cells: readonly string[], indent: string, width: number): string[] {
  const hanging = `${indent}${" ".repeat(HANGING)}`;
  const lines: string[] = [];
  let line = "";
  for (const cell of cells.filter((text) => text !== "")) {
    const start = lines.length === 0 ? indent : hanging;
    const longer = line === "" ? `${start}${cell}` : `${line}${GAP}${cell}`;
    if (lengthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const [first = "", ...more] = paragraph(cell, lines.length === 0 ? indent : hanging, width);
    const below = more.map((text) => (text.startsWith(hanging) ? text : `${hanging}${text.trimStart()}`));
    lines.push(...[first, ...below].slice(0, -1));
    line = [first, ...below].at(-1) ?? "";
  }
  return line === "" ? lines : [...lines, line];
}

/** Length in code points, so that an emoji counts once. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
