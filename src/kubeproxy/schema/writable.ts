import { checkInput } from "../../diagnostics/checkInput.js";
import type { Problems } from "../../diagnostics/problems.js";
import { isPlainObject } from "./tree.js";

/** Refuses values that YAML cannot represent. Returns a copy in which an Output rejects when its value is refused. */
export function checkWritable(
  value: unknown,
  path: string,
  problems: Problems,
  inside: readonly unknown[] = [],
): unknown {
  return checkInput(value, problems, (known, problems) => {
    if (inside.includes(known)) {
      problems.refuse({ path, problem: "refers to itself, which cannot be written to the file" });
    } else if (Array.isArray(known)) {
      const within = [...inside, known];
      return Array.from(known, (item, index) =>
        checkWritable(item ?? null, `${path}[${index}]`, problems, within),
      );
    } else if (isPlainObject(known)) {
      const within = [...inside, known];
      const entries = Object.entries(known).map(([key, item]) => [
        key,
        checkWritable(item, `${path}.${key}`, problems, within),
      ]);
      return Object.fromEntries(entries);
    } else if (known === null) {
      problems.refuse({ path, value: known, problem: "is not a value", remedy: "remove it" });
    } else if (["string", "boolean", "undefined"].includes(typeof known) || Number.isFinite(known)) {
      return known;
    } else {
      const remedy = "use text, numbers, true, false, and lists and objects of them";
      problems.refuse({ path, value: known, problem: "cannot be written to the file", remedy });
    }
    return undefined; // no later code meets a value that refers to itself
  });
}
