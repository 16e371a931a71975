import { checkInput, isOutputOrPromise } from "../../diagnostics/inputs.js";
import type { Problems } from "../../diagnostics/problems.js";

/** True for what a program writes between braces; false for an instance of a class, which YAML cannot hold. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // the latter also from another realm
}

/** True when the value, or anything in it, is known only while the program runs. */
export function containsOutput(value: unknown): boolean {
  if (isOutputOrPromise(value)) return true;
  if (Array.isArray(value)) return value.some(containsOutput);
  return isPlainObject(value) && Object.values(value).some(containsOutput);
}

/** Refuses what a YAML file cannot hold. Gives back a copy in which a later value rejects when it is refused. */
export function checkWritable(
  value: unknown,
  path: string,
  problems: Problems,
  inside: readonly unknown[] = [],
): unknown {
  return checkInput(value, problems, (known, found) => {
    if (inside.includes(known)) {
      found.refuse({ path, problem: "refers to itself, which cannot be written to the file" });
    } else if (Array.isArray(known)) {
      const within = [...inside, known];
      return Array.from(known, (item, index) =>
        checkWritable(item ?? null, `${path}[${index}]`, found, within),
      );
    } else if (isPlainObject(known)) {
      const within = [...inside, known];
      const entries = Object.entries(known).map(([key, item]) => [
        key,
        checkWritable(item, `${path}.${key}`, found, within),
      ]);
      return Object.fromEntries(entries);
    } else if (known === null) {
      found.refuse({ path, value: known, problem: "is no value", remedy: "leave it out" });
    } else if (["string", "boolean", "undefined"].includes(typeof known) || Number.isFinite(known)) {
      return known;
    } else {
      const remedy = "give text, numbers, true, false, lists and objects of them";
      found.refuse({ path, value: known, problem: "cannot be written to the file", remedy });
    }
    return undefined; // so that nobody after this check meets a value that refers to itself
  });
}

/** Both trees in one: where both have a value, `over` wins, and objects are merged. */
export function deepMerge(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  if (!isPlainObject(under) || !isPlainObject(over)) return over;
  const keys = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(keys.map((key) => [key, deepMerge(own(under, key), own(over, key))]));
}

/** The value at a path such as `ipvs.scheduler`. */
export function valueAt(tree: unknown, path: string): unknown {
  return path.split(".").reduce((node, key) => (isPlainObject(node) ? own(node, key) : undefined), tree);
}

/** The values of a tree, each with the keys that lead to it; an empty object has none. */
export function leavesOf(tree: object, under: readonly string[] = []): { keys: string[]; value: unknown }[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const keys = [...under, key];
    return isPlainObject(value) ? leavesOf(value, keys) : [{ keys, value }];
  });
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
