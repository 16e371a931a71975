import { checkPlain } from "./checkPlain.js";
import { isOutputOrPromise } from "./inputs.js";
import type { Finding, Problems } from "./problems.js";
import { didYouMean } from "./suggest.js";

/** Whether a value is an object with keys: not a list, and not an Output or a Promise of one. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isOutputOrPromise(value);
}

/** Refuses everything but a whole number from `min` to `max`. Returns whether the value may be used. */
export function checkWhole(
  problems: Problems,
  path: string,
  value: unknown,
  range: { min: number; max: number },
): value is number {
  if (!checkPlain(problems, path, value, "number")) return false;
  const good = Number.isInteger(value) && (value as number) >= range.min && (value as number) <= range.max;
  if (!good) {
    const remedy = `give a whole number from ${range.min} to ${range.max}`;
    refuseNumber(problems, { path, value, problem: "is not in range", remedy });
  }
  return good;
}

/** Refuses a value where a number belongs. Text has its own words: a reader takes `"10"` for a number in range. */
export function refuseNumber(problems: Problems, finding: Finding & { readonly remedy: string }): void {
  const { value, remedy } = finding;
  if (typeof value !== "string" || problems.masked) problems.refuse(finding);
  else {
    const isNumeric = value.trim() !== "" && Number.isFinite(Number(value));
    const hint = isNumeric ? ", which requireNumber reads from the configuration" : "";
    problems.refuse({ ...finding, problem: "is text, not a number", remedy: `${remedy}${hint}` });
  }
}

/** Refuses unknown keys, because Pulumi silently ignores a misspelled argument. */
export function checkKeys(problems: Problems, path: string, value: object, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const remedy = didYouMean(key, known) ?? `known arguments: ${[...known].sort().join(", ")}`;
    problems.refuse({ path: path ? `${path}.${key}` : key, problem: "is not an argument", remedy });
  }
}

/** Refuses everything but a boolean or undefined. */
export function checkFlag(problems: Problems, path: string, value: unknown): void {
  if (value === undefined || typeof value === "boolean") return;
  if (!checkPlain(problems, path, value, "boolean")) return;
  problems.refuse({ path, value, problem: "is not a boolean", remedy: "use true or false" });
}

/** Refuses everything but one of the known words. */
export function checkWord(problems: Problems, path: string, value: unknown, known: readonly string[]): void {
  if (typeof value === "string" && known.includes(value)) return;
  if (!checkPlain(problems, path, value, "text")) return;
  const remedy = didYouMean(value, known) ?? `use ${known.map((word) => `"${word}"`).join(" or ")}`;
  problems.refuse({ path, value, problem: "is not a known value", remedy });
}
