import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colored, plainly } from "../../../../src/preview/screen/style.js";
import { type Cell, type TableRow, table } from "../../../../src/preview/screen/table.js";

const word = fc.string({ unit: "grapheme", maxLength: 30 });
const cell = fc.oneof(
  fc.lorem({ maxCount: 8 }),
  word,
  word.map((text): Cell => ({ text, style: "bad" })),
);
const row = fc.record({
  depth: fc.integer({ min: 0, max: 3 }),
  cells: fc.array(cell, { minLength: 1, maxLength: 5 }),
});

describe("table", () => {
  it("lines up the cells of one depth, and paints only the cell that has a style", () => {
    const rows: TableRow[] = [
      { depth: 0, cells: ["errors", { text: "failed", style: "bad" }, "31 of 4120"] },
      { depth: 0, cells: ["slow answers", { text: "open", style: "faint" }, "0 of 1"] },
      { depth: 1, cells: ["worse"] },
    ];
    expect(table(rows, 100, plainly)).toEqual([
      "errors         failed   31 of 4120",
      "slow answers   open     0 of 1",
      "  worse",
    ]);
    expect(table(rows, 100, colored)[0]).toBe("errors         \u001b[31mfailed\u001b[39m   31 of 4120");
  });

  it("goes on below a row, first between its cells, then between words", () => {
    const cells = [
      "a short one",
      { text: "one that is longer than the screen itself", style: "good" } as const,
    ];
    expect(table([{ depth: 0, cells }], 30, plainly)).toEqual([
      "a short one",
      "    one that is longer than",
      "    the screen itself",
    ]);
    expect(table([{ depth: 0, cells: [cells[1] as Cell] }], 30, plainly)).toEqual([
      "one that is longer than",
      "    the screen itself",
    ]);
  });

  it("never exceeds the width, and loses nothing", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 40, max: 120 }), (rows, width) => {
        const lines = table(rows, width, plainly);
        expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
        const letters = (text: string) => text.replace(/\s/g, "");
        const texts = rows.flatMap(({ cells }) =>
          cells.map((one) => (typeof one === "string" ? one : one.text)),
        );
        expect(letters(lines.join(""))).toBe(letters(texts.join("")));
        expect(table(rows, width, colored).map(stripVTControlCharacters)).toEqual(lines);
      }),
    );
  });
});
