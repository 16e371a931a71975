import { table } from "../docs/generated/markdown.js";
import type { Line } from "./benchmarks.js";

const UNITS = { ms: 1, kB: 1e3, MB: 1e6 } as const;

/** The lines as a table in Markdown. */
export function linesTable(lines: readonly Line[]): string {
  return table(
    ["what", "ours", "the other", "compared (least to most)", "goal"],
    lines.map(({ what, unit, by, goal, compared }) => {
      const { ours, theirs, median, least, most } = compared;
      const amount = (value: number) => (value / UNITS[unit]).toFixed(unit === "MB" ? 1 : 0);
      const signed = (value: number) => `${value < 0 ? "−" : "+"}${amount(Math.abs(value))}`;
      const shown = by === "ratio" ? (value: number) => value.toFixed(2) : signed;
      return [
        what,
        `${amount(ours)} ${unit}`,
        `${amount(theirs)} ${unit}`,
        `${shown(median)} (${shown(least)} to ${shown(most)})${by === "ratio" ? "" : ` ${unit}`}`,
        by === "ratio" ? `≤ ${goal}` : `≤ +${goal} ${unit}`,
      ];
    }),
  );
}
