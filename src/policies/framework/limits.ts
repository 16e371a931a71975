import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** One limit of a policy: its schema, which the CLI checks configuration by, with the default that holds without any. */
export interface Limit<T> extends PolicyConfigJSONSchema {
  readonly description: string;
  readonly default: T & (boolean | number | string | object);
}

/** The limits of a policy by name. */
export type Limits = Readonly<Record<string, Limit<unknown>>>;

/** The values of limits, as a policy reads them. */
export type Values<L extends Limits> = { readonly [K in keyof L]: L[K] extends Limit<infer T> ? T : never };

/** A number from `minimum` to `maximum`. */
export function numberLimit(
  description: string,
  standard: number,
  range: { minimum: number; maximum: number },
): Limit<number> {
  return { type: "number", description, default: standard, ...range };
}

/** A whole number from `minimum` to `maximum`. */
export function wholeLimit(
  description: string,
  standard: number,
  range: { minimum: number; maximum: number },
): Limit<number> {
  return { type: "integer", description, default: standard, ...range };
}

/** Yes or no. */
export function flagLimit(description: string, standard: boolean): Limit<boolean> {
  return { type: "boolean", description, default: standard };
}

/** A list of words; `known`, when given, are the only ones allowed. */
export function wordsLimit(
  description: string,
  standard: readonly string[],
  known?: readonly string[],
): Limit<readonly string[]> {
  const items = { type: "string" as const, ...(known && { enum: [...known] }) };
  return { type: "array", items, description, default: standard };
}

/** A list of numbers from `minimum` to `maximum`. */
export function numbersLimit(
  description: string,
  standard: readonly number[],
  range: { minimum: number; maximum: number },
): Limit<readonly number[]> {
  return { type: "array", items: { type: "number", ...range }, description, default: standard };
}

/** A text of this pattern, which also matches the default. */
export function textLimit(description: string, standard: string, pattern: string): Limit<string> {
  return { type: "string", pattern, description, default: standard };
}

/** The values that hold: the defaults, and over them what was configured. */
export function valuesOf<L extends Limits>(
  limits: L,
  configured: Readonly<Record<string, unknown>>,
): Values<L> {
  const values = Object.entries(limits).map(([name, limit]) => [name, configured[name] ?? limit.default]);
  return Object.fromEntries(values);
}
