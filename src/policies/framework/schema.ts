import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import type { Ajv, ErrorObject } from "ajv";
import { quote } from "../../diagnostics/format.js";
import { didYouMean } from "../../diagnostics/suggest.js";

/**
 * Returns every problem that a JSON schema finds in a value, each with its path; none if the value is valid.
 */
export function schemaProblems(value: unknown, schema: PolicyConfigJSONSchema, path: string): string[] {
  const ajv = loadAjv();
  try {
    if (ajv.validate(schema, value)) return [];
  } catch (error) {
    return [`${path}: has a schema that cannot be used: ${error instanceof Error ? error.message : error}`];
  }
  return (ajv.errors ?? []).map((error) => problemOf(error, path));
}

let loaded: Ajv | undefined;

/**
 * Loads ajv at first use: it takes about as long to load as all policies, and is not needed without
 * configured limits.
 */
function loadAjv(): Ajv {
  const { Ajv } = require("ajv") as typeof import("ajv");
  loaded ??= new Ajv({
    addUsedSchema: false,
    allErrors: true,
    logger: false,
    meta: false, // without the schema of schemas, the first check takes a quarter of the time
    validateSchema: false,
    strict: false, // ignores keywords that ajv does not know
    validateFormats: false,
    verbose: true, // adds the value to each error
  });
  return loaded;
}

type Params = Readonly<Record<string, unknown>>;

/**
 * The problem with a value, by the keyword that it violates. For other keywords ajv's own message is used.
 */
const TEXTS: Readonly<Record<string, (params: Params) => string>> = {
  type: ({ type }) => `is not of type ${[type].flat().join(" or ")}`,
  enum: ({ allowedValues }) => `is none of ${(allowedValues as unknown[]).map(quote).join(", ")}`,
  const: ({ allowedValue }) => `is not ${quote(allowedValue)}`,
  minimum: ({ limit }) => `is below ${limit}`,
  maximum: ({ limit }) => `is above ${limit}`,
  exclusiveMinimum: ({ limit }) => `is not above ${limit}`,
  exclusiveMaximum: ({ limit }) => `is not below ${limit}`,
  multipleOf: ({ multipleOf }) => `is not a multiple of ${multipleOf}`,
  pattern: ({ pattern }) => `does not match ${pattern}`,
  minLength: ({ limit }) => `is shorter than ${limit} characters`,
  maxLength: ({ limit }) => `is longer than ${limit} characters`,
  minItems: ({ limit }) => `has fewer than ${limit} items`,
  maxItems: ({ limit }) => `has more than ${limit} items`,
  uniqueItems: () => "has the same item twice",
};

function problemOf(
  { keyword, params, instancePath, data, parentSchema, message }: ErrorObject,
  root: string,
) {
  const path = root + instancePath.split("/").slice(1).map(step).join("");
  if (keyword === "required") return `${path}.${params.missingProperty}: is missing`;
  if (keyword === "additionalProperties") {
    const known = Object.keys(parentSchema?.properties ?? {});
    const remedy = didYouMean(params.additionalProperty, known) ?? `known fields: ${known.join(", ")}`;
    return `${path}.${params.additionalProperty}: is not known here; ${remedy}`;
  }
  return `${path}: ${quote(data)} ${TEXTS[keyword]?.(params) ?? message}`;
}

/** Converts a token of a JSON pointer to a step of a path: `.name` or `[0]`. */
function step(token: string): string {
  const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
  return /^\d+$/.test(key) ? `[${key}]` : `.${key}`;
}
