import { all, type Input, type Output } from "@pulumi/pulumi";
import { isOutputOrPromise } from "../../diagnostics/inputs.js";

/** True for an object literal; false for an instance of a class, which YAML cannot represent. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // also for an object of another realm
}

/** Whether the value, or a value in it, is an Output or a Promise. */
export function containsOutput(value: unknown): boolean {
  if (isOutputOrPromise(value)) return true;
  if (Array.isArray(value)) return value.some(containsOutput);
  return isPlainObject(value) && Object.values(value).some(containsOutput);
}

/** Combines values into one input, which stays plain when all of them are plain. */
export function allInputs<T extends readonly unknown[]>(values: { [K in keyof T]: Input<T[K]> }): Input<T> {
  return containsOutput(values) ? (all([...values]) as unknown as Output<T>) : (values as unknown as T);
}

/** Merges two trees in depth. `over` wins where both have a value. */
export function deepMerge(under: object, over: object): Record<string, unknown> {
  const keys = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(keys.map((key) => [key, mergeValues(own(under, key), own(over, key))]));
}

function mergeValues(under: unknown, over: unknown): unknown {
  if (over === undefined) return under;
  return isPlainObject(under) && isPlainObject(over) ? deepMerge(under, over) : over;
}

/** The value at a path such as `ipvs.scheduler`. */
export function valueAt(tree: unknown, path: string): unknown {
  return path.split(".").reduce((node, key) => (isPlainObject(node) ? own(node, key) : undefined), tree);
}

/** The values of a tree, each with the keys that lead to it. An empty object has none. */
export function leavesOf(tree: object, under: readonly string[] = []): { keys: string[]; value: unknown }[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const keys = [...under, key];
    return isPlainObject(value) ? leavesOf(value, keys) : [{ keys, value }];
  });
}

function own(tree: object, key: string): unknown {
  return Object.hasOwn(tree, key) ? (tree as Record<string, unknown>)[key] : undefined;
}
