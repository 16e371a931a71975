import { glyphs, type Layout, type Paint, plainly } from "../../preview/screen/style.js";
import { table } from "../../preview/screen/table.js";
import { proseWidth } from "../../preview/screen/wrap.js";
import { grid } from "./grid.js";
import { NBSP, wrapped } from "./numbers.js";
import type { PlannedStep, ReleasePlan } from "./planModel.js";
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
import { subject, versions } from "./words.js";

/** The plan of a release: a row for each step where the screen is wide enough, else a block. */
export function planText(plan: ReleasePlan, { width, paint = plainly }: Layout): string[] {
  const shown = printable(plan);
  const stack = shown.stack === undefined ? [] : [`stack ${shown.stack}`];
  const title = [subject(shown), versions(shown), ...stack];
  const blocks = [
    [
      ...table([{ depth: 0, cells: title, style: "strong" }], width, paint),
      ...wrapped(trafficWords(shown.traffic), width),
    ],
    stepLines(shown, width, paint),
    harmLines(shown, width, paint),
    [
      ...wrapped(totalWords(shown), width),
      ...wrapped(SPREAD_NOTE, proseWidth(width)).map((line) => paint("faint", line)),
    ],
    shown.warnings.flatMap((warning) => warningLines(warning, width, paint)),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, at) => (at === 0 ? block : ["", ...block]))
    .map((line) => line.replaceAll(NBSP, " "));
}

function stepLines({ steps }: ReleasePlan, width: number, paint: Paint): string[] {
  const rows = steps.map((step) => ({ cells: stepCells(step) }));
  return grid(STEP_HEADER, rows, width, paint) ?? steps.flatMap((step) => stepBlock(step, width, paint));
}

/** The cells of a step below each other. */
function stepBlock(step: PlannedStep, width: number, paint: Paint): string[] {
  const [title = "", ...values] = stepCells(step);
  const names = STEP_HEADER.slice(1);
  const facts = names.map((name, at) => [name, values[at] ?? ""]).filter(([, value]) => value !== "");
  const rows = facts.map((cells) => ({ depth: 1, cells }));
  return [...wrapped(title, width).map((line) => paint("strong", line)), ...table(rows, width, paint)];
}

function harmLines(plan: ReleasePlan, width: number, paint: Paint): string[] {
  const rows = harmRows(plan);
  if (rows.length === 0) return [];
  const cells = [HARM_HEADER, ...rows].map((row) => ({ depth: 0, cells: row }));
  return [
    ...wrapped(harmTitle(plan), width),
    ...(grid(
      HARM_HEADER,
      rows.map((row) => ({ cells: row })),
      width,
      paint,
    ) ?? table(cells, width, paint)),
  ];
}

function warningLines(warning: string, width: number, paint: Paint): string[] {
  return wrapped(warning, proseWidth(width) - 2).map((line, at) =>
    paint("changed", `${at === 0 ? glyphs.warning : " "} ${line}`),
  );
}
