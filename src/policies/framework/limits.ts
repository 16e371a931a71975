import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A limit of a policy: the JSON schema by which the CLI checks configuration, including the default. */
export interface Limit<T> extends PolicyConfigJSONSchema {
  readonly description: string;
  readonly default: T & (boolean | number | string | object);
}

/** The limits of a policy, by name. */
export type Limits = Readonly<Record<string, Limit<unknown>>>;

/** The values of a policy's limits, by name. */
export type Values<L extends Limits> = { readonly [K in keyof L]: L[K] extends Limit<infer T> ? T : never };

/** Defines a limit that is a number from `minimum` to `maximum`. */
export function numberLimit(
  description: string,
  standard: number,
  range: { minimum: number; maximum: number },
): Limit<number> {
  return { type: "number", description, default: standard, ...range };
}

/** Defines a limit that is an integer from `minimum` to `maximum`. */
export function wholeLimit(
  description: string,
  standard: number,
  range: { minimum: number; maximum: number },
): Limit<number> {
  return { type: "integer", description, default: standard, ...range };
}

/** Defines a limit that is true or false. */
export function flagLimit(description: string, standard: boolean): Limit<boolean> {
  return { type: "boolean", description, default: standard };
}

/** Defines a limit that is a list of strings. With `known`, only these are allowed. */
export function wordsLimit(
  description: string,
  standard: readonly string[],
  known?: readonly string[],
): Limit<readonly string[]> {
  const items = { type: "string" as const, ...(known && { enum: [...known] }) };
  return { type: "array", items, description, default: standard };
}

/** Defines a limit that is a list of numbers from `minimum` to `maximum`. */
export function numbersLimit(
  description: string,
  standard: readonly number[],
  range: { minimum: number; maximum: number },
): Limit<readonly number[]> {
  return { type: "array", items: { type: "number", ...range }, description, default: standard };
}

/** Defines a limit that is a string which matches a pattern. The default must match it too. */
export function textLimit(description: string, standard: string, pattern: string): Limit<string> {
  return { type: "string", pattern, description, default: standard };
}

/** Returns the value of each limit: the configured one, or the default. */
export function valuesOf<L extends Limits>(
  limits: L,
  configured: Readonly<Record<string, unknown>>,
): Values<L> {
  const values = Object.entries(limits).map(([name, limit]) => [name, configured[name] ?? limit.default]);
  return Object.fromEntries(values);
}
