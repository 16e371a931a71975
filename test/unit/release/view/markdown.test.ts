import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownText } from "../../../../src/release/view/escape.js";
import { releaseMarkdown } from "../../../../src/release/view/markdown.js";
import { hostile, LEAKS, statuses } from "./arbitrary.js";
import { failing, going, idle, waiting } from "./statuses.js";

/** Cells of a row of a table, as GitHub splits them. */
const cellsOf = (row: string) => row.slice(1, -1).split(/(?<!\\)(?:\\\\)*\|/);

describe("the Markdown of a release", () => {
  it.each([
    ["going", going],
    ["failing", failing],
    ["waiting", waiting],
    ["idle", idle],
  ])("is the same as recorded: %s", async (name, status) => {
    await expect(`${releaseMarkdown(status)}\n`).toMatchFileSnapshot(`screens/release-${name}.md`);
  });

  it.each<[string, string]>([
    ["v1.2.3 and 23.1 %", "v1.2.3 and 23.1 %"],
    ["1.2 is no list", "1.2 is no list"],
    ["a|b", "a\\|b"],
    ["a\\|b", "a\\\\\\|b"],
    ["`code` **bold** _it_ ~~gone~~", "\\`code\\` \\*\\*bold\\*\\* \\_it\\_ \\~\\~gone\\~\\~"],
    ["<b>&amp;", "&lt;b&gt;&amp;amp;"],
    ["![i](x) [l](y)", "\\!\\[i\\](x) \\[l\\](y)"],
    ["two\n\nlines\r\n", "two lines"],
    ["ask @someone about #12", "ask @&#8203;someone about #&#8203;12"],
    ["1. no list", "1\\. no list"],
    ["- no list", "\\- no list"],
    ["# no heading", "\\# no heading"],
    ["$x$", "\\$x\\$"],
    ["plain text, 8\u00a0300 of it (0.75\u00a0%)", "plain text, 8\u00a0300 of it (0.75\u00a0%)"],
  ])("writes %j as %j", (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  it("keeps the columns of its tables, whatever the names are", () => {
    fc.assert(
      fc.property(statuses, (status) => {
        const text = releaseMarkdown(status);
        expect(text).not.toMatch(LEAKS);
        expect(text).not.toMatch(/<(?!\/?[bi]>)/);
        for (const block of text.split("\n\n").filter((one) => one.startsWith("|"))) {
          const rows = block.split("\n").map(cellsOf);
          expect(new Set(rows.map((cells) => cells.length)).size).toBe(1);
        }
      }),
    );
  });

  it("has a line for each thing, also with line breaks in names", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const [first] = going.indicators;
        const lines = (component: string, indicator: string) =>
          releaseMarkdown({
            ...going,
            component,
            indicators: first ? [{ ...first, name: indicator }] : [],
          }).split("\n").length;
        expect(lines(name, name)).toBe(lines("a", "b"));
      }),
    );
  });
});
