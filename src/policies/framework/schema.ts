import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { quote } from "../../diagnostics/format.js";

/**
 * What is wrong with a value by its schema, each with the path to it; nothing when it is right. Covers the keywords that
 * policy packs use for limits; the CLI, which knows all of JSON Schema, checks the same configuration before an update.
 */
export function schemaProblems(value: unknown, schema: PolicyConfigJSONSchema, path: string): string[] {
  const problem = typeProblem(value, schema) ?? rangeProblem(value, schema) ?? textProblem(value, schema);
  if (problem) return [`${path}: ${quote(value)} ${problem}`];
  if (Array.isArray(value)) {
    const { items } = schema;
    if (typeof items !== "object" || Array.isArray(items)) return [];
    return value.flatMap((item, index) => schemaProblems(item, items, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const missing = (schema.required ?? []).filter((key) => !(key in value));
  return [
    ...missing.map((key) => `${path}.${key}: is missing`),
    ...Object.entries(value).flatMap(([key, inner]) => {
      const own = schema.properties?.[key];
      return typeof own === "object" ? schemaProblems(inner, own, `${path}.${key}`) : [];
    }),
  ];
}

function typeProblem(
  value: unknown,
  { type, enum: words, const: only }: PolicyConfigJSONSchema,
): string | undefined {
  const types = type === undefined ? [] : [type].flat();
  if (types.length > 0 && !types.some((name) => isOfType(value, name)))
    return `is not of type ${types.join(" or ")}`;
  if (words && !words.some((word) => same(word, value))) return `is none of ${words.map(quote).join(", ")}`;
  return only !== undefined && !same(only, value) ? `is not ${quote(only)}` : undefined;
}

function rangeProblem(value: unknown, schema: PolicyConfigJSONSchema): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof value !== "number") return undefined;
  if (minimum !== undefined && value < minimum) return `is below ${minimum}`;
  if (maximum !== undefined && value > maximum) return `is above ${maximum}`;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return `is not above ${exclusiveMinimum}`;
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return `is not below ${exclusiveMaximum}`;
  return multipleOf !== undefined && value % multipleOf !== 0
    ? `is not a multiple of ${multipleOf}`
    : undefined;
}

function textProblem(value: unknown, schema: PolicyConfigJSONSchema): string | undefined {
  const { pattern, minLength, maxLength, minItems, maxItems } = schema;
  if (typeof value === "string") {
    if (pattern !== undefined && !new RegExp(pattern, "u").test(value)) return `does not match ${pattern}`;
    if (minLength !== undefined && value.length < minLength) return `is shorter than ${minLength} characters`;
    return maxLength !== undefined && value.length > maxLength
      ? `is longer than ${maxLength} characters`
      : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  if (minItems !== undefined && value.length < minItems) return `has fewer than ${minItems} items`;
  return maxItems !== undefined && value.length > maxItems ? `has more than ${maxItems} items` : undefined;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
