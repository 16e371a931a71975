import { findingText } from "../../diagnostics/problems.js";

/** Keys and indexes from the root of release.yaml to a value. */
export type Path = readonly (string | number)[];

/** One problem with release.yaml. */
export interface SpecFinding {
  readonly path: Path;
  /** The value at the path; absent where the key itself is the problem. Undefined becomes "is missing". */
  readonly value?: unknown;
  readonly problem: string;
  readonly remedy?: string | undefined;
}

/** A path as the user typed it: `evidence.indicators[1].slowerThan`. */
export function pathText(path: Path): string {
  return path
    .map((step, at) => (typeof step === "number" ? `[${step}]` : at === 0 ? step : `.${step}`))
    .join("");
}

/** The finding in one line, with the line of the file. */
export function lineText({ path, problem, remedy, ...finding }: SpecFinding, line: number): string {
  const { value } = finding;
  // A map is longer than its path, and may hold a password.
  const shown = "value" in finding && (typeof value !== "object" || value === null);
  const text = findingText({ path: pathText(path), problem, remedy, ...(shown && { value: masked(value) }) });
  return `line ${line}, ${text}`;
}

/** Messages end up in logs, so a password never gets into one. */
function masked(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return value
    .replace(/(:\/\/)[^/@\s]*@/g, "$1***@")
    .replace(/((?:token|password|passwd|secret|api[-_]?key)\s*[=:]\s*)[^&\s"']+/gi, "$1***")
    .replace(/(bearer\s+)[^\s"']+/gi, "$1***");
}
