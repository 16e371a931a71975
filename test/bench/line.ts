import { table } from "../docs/generated/markdown.js";
import type { Compared } from "./pairs.js";

/** A line of the table. */
export interface Line {
  readonly what: string;
  readonly unit: "ms" | "MB" | "kB";
  readonly by: "ratio" | "difference";
  /** The most that it should be. Without one, the line only informs. */
  readonly goal?: number;
  readonly compared: Compared;
}

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
      const limit = by === "ratio" ? `≤ ${goal}` : `≤ +${goal} ${unit}`;
      return [
        what,
        `${amount(ours)} ${unit}`,
        `${amount(theirs)} ${unit}`,
        `${shown(median)} (${shown(least)} to ${shown(most)})${by === "ratio" ? "" : ` ${unit}`}`,
        goal === undefined ? "none" : limit,
      ];
    }),
  );
}
