import { upperBound } from "./upperBound.js";

export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const percent = (part: number) => `${Number((part * 100).toFixed(2))} %`;

/** A median of windows or requests, which is null where most releases have no verdict. */
export const thousands = (value: number | null) =>
  value === null ? "never" : String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ");

/** Null where most are missing, as undecided releases are. */
export function median(values: readonly number[], of = values.length): number | null {
  return [...values].sort((a, b) => a - b)[Math.ceil(of / 2) - 1] ?? null;
}

/** A share, and the highest probability that it allows: `0.1 % (below 0.2 %)`. */
export function bounded(count: number, of: number): string {
  return `${percent(count / of)} (below ${roundedUp(100 * upperBound(count, of))} %)`;
}

/** Two digits, and never less than the value. */
function roundedUp(value: number): number {
  const unit = 10 ** (1 - Math.floor(Math.log10(value)));
  return Number((Math.ceil(value * unit - 1e-9) / unit).toPrecision(2));
}
