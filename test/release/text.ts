export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const percent = (part: number) => `${Number((part * 100).toFixed(2))} %`;

export const thousands = (value: number) =>
  Number.isFinite(value) ? String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ") : "never";

/** Infinity where most are missing, as undecided releases are. */
export function median(values: readonly number[], of = values.length): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(of / 2) - 1] ?? Number.POSITIVE_INFINITY;
}
