import { coldStart } from "./coldStart.js";
import { guard } from "./guard.js";
import { rules } from "./rules.js";
import type { Section } from "./section.js";
import { verdicts } from "./verdicts.js";

/** All parts of the benchmark, in the order in which their tables are printed. */
export const SECTIONS: Readonly<Record<string, Section>> = { verdicts, coldStart, guard, rules };

/** What the benchmark has found: the results of each section, in the order of its cases. */
export interface Results {
  readonly releases: number;
  readonly sections: Readonly<Record<string, readonly unknown[]>>;
}

/** The tables by name, in Markdown. */
export function tablesOf({ sections }: Results): Map<string, string> {
  const made = Object.entries(SECTIONS).flatMap(([name, { tables }]) =>
    Object.entries(tables).map(([title, table]) => [title, table(sections[name] ?? [])] as const),
  );
  return new Map(made);
}
