import { glyphs } from "../../preview/screen/style.js";
import { capital, markdownTable, markdownText } from "./escape.js";
import type { ReleasePlan } from "./planModel.js";
import {
  HARM_HEADER,
  harmRows,
  harmTitle,
  SPREAD_NOTE,
  STEP_HEADER,
  stepCells,
  totalWords,
  trafficWords,
} from "./planWords.js";
import { printable } from "./printable.js";

/** The plan of a release as Markdown. Ends without a line break. */
export function planMarkdown(plan: ReleasePlan): string {
  const shown = printable(plan);
  const versions = [shown.from, shown.to].filter((version) => version !== undefined).map(markdownText);
  const names = [markdownText(shown.component), versions.join(` ${glyphs.arrow} `)].filter(
    (part) => part !== "",
  );
  const stack = shown.stack === undefined ? "" : ` on ${markdownText(shown.stack)}`;
  const steps = shown.steps.map((step) => stepCells(step).map(markdownText));
  const harm = harmRows(shown).map((row) => row.map(markdownText));
  const blocks = [
    [`## Plan of ${names.join(" ")}${stack}`],
    shown.warnings.map((warning) => `- **${markdownText(warning)}**`),
    [`- Traffic: ${trafficWords(shown.traffic)}`, `- In all: ${totalWords(shown)}`],
    steps.length === 0 ? [] : markdownTable(STEP_HEADER.map(capital), steps),
    harm.length === 0
      ? []
      : [`${capital(markdownText(harmTitle(shown)))}:`, "", ...markdownTable(HARM_HEADER.map(capital), harm)],
    steps.length === 0 ? [] : [SPREAD_NOTE],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}
