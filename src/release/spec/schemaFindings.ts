import type { Ajv, ErrorObject, ValidateFunction } from "ajv";
import { didYouMean } from "../../diagnostics/suggest.js";
import type { Path, SpecFinding } from "./finding.js";
import { BOOLEAN_REMEDY } from "./schema/values.js";
import { RELEASE_SCHEMA } from "./schema.js";

/** What the JSON schema finds in a file. */
export interface SchemaResult {
  readonly valid: boolean;
  readonly findings: readonly SpecFinding[];
  /** Findings in places where several forms are allowed. The rules of these places report them better. */
  readonly inChoices: readonly SpecFinding[];
}

/** Validates a file against the JSON schema of releases. */
export function schemaFindings(value: unknown): SchemaResult {
  const validate = validator();
  const valid = validate(value);
  const errors = validate.errors ?? [];
  const isChoice = ({ schemaPath }: ErrorObject) => /\/(anyOf|oneOf)(\/|$)/.test(schemaPath);
  return {
    valid,
    findings: errors.filter((error) => !isChoice(error)).map((error) => findingOf(error, value)),
    inChoices: errors.filter(isChoice).map((error) => findingOf(error, value)),
  };
}

let compiled: ValidateFunction | undefined;

/** Loads ajv at first use, because most commands read no release. */
function validator(): ValidateFunction {
  if (compiled) return compiled;
  const { Ajv } = require("ajv") as typeof import("ajv");
  const ajv: Ajv = new Ajv({
    allErrors: true,
    logger: false,
    meta: false,
    validateSchema: false,
    strict: false, // the schema has keywords for editors
    allowUnionTypes: true,
    verbose: true, // adds the value and the schema to each error
  });
  const { $schema, ...schema } = RELEASE_SCHEMA;
  compiled = ajv.compile(schema);
  return compiled;
}

function findingOf(error: ErrorObject, root: unknown): SpecFinding {
  const { keyword, params, data, parentSchema = {} } = error;
  const path = pathOf(error.instancePath, root);
  const remedy = parentSchema.errorMessage as string | undefined;
  if (keyword === "required") {
    const key = String(params.missingProperty);
    const missing = parentSchema.properties?.[key];
    return { path: [...path, key], value: undefined, problem: "", ...remedyOf(missing?.errorMessage) };
  }
  if (keyword === "additionalProperties") {
    const key = String(params.additionalProperty);
    return unknownKey([...path, key], Object.keys(parentSchema.properties ?? {}));
  }
  if (data === null) return { path, problem: "has no value", ...remedyOf(remedy) };
  if (keyword === "enum") return unknownWord(path, data, params.allowedValues as string[]);
  if (keyword === "type")
    return {
      path,
      value: data,
      problem: wrongType(data),
      ...remedyOf(remedy === BOOLEAN_REMEDY ? booleanRemedy(data) : remedy),
    };
  return { path, value: data, problem: PROBLEMS[keyword] ?? "is not allowed here", ...remedyOf(remedy) };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  pattern: "is not of this form",
  minimum: "is out of range",
  maximum: "is out of range",
  exclusiveMinimum: "is out of range",
  exclusiveMaximum: "is out of range",
  minItems: "is empty",
};

/** A key that nothing reads. Its value is not shown: it may be a password that belongs elsewhere. */
export function unknownKey(path: Path, known: readonly string[]): SpecFinding {
  const key = path.at(-1);
  const login = /token|password|username|header|auth/i.test(String(key)) && known.includes("url");
  const remedy = login
    ? "a login comes from the environment: set PROMETHEUS_TOKEN, or PROMETHEUS_USERNAME and PROMETHEUS_PASSWORD"
    : (didYouMean(key, known) ?? `known keys: ${known.join(", ")}`);
  return { path, problem: "is not a known key", remedy };
}

/** A word that is none of the known ones. */
export function unknownWord(path: Path, value: unknown, known: readonly string[]): SpecFinding {
  const remedy = didYouMean(value, known) ?? `use ${known.join(", ").replace(/, (?=[^,]*$)/, " or ")}`;
  return { path, value, problem: "is not a known word", remedy };
}

export function wrongType(value: unknown): string {
  if (Array.isArray(value)) return "is a list";
  const kinds: Readonly<Record<string, string>> = {
    string: "is text",
    number: "is a number",
    boolean: "is a boolean",
    object: "is a map",
  };
  return kinds[typeof value] ?? "is not allowed here";
}

/** The remedy for a value that is not a boolean. Older YAML reads `yes` and `on` as true. */
export function booleanRemedy(value: unknown): string {
  if (typeof value !== "string") return BOOLEAN_REMEDY;
  if (/^(yes|on|y|true)$/i.test(value)) return "write true";
  return /^(no|off|n|false)$/i.test(value) ? "write false" : BOOLEAN_REMEDY;
}

function remedyOf(remedy: unknown): { remedy?: string } {
  return typeof remedy === "string" ? { remedy } : {};
}

/** The steps of a JSON pointer. A number is an index only in a list. */
function pathOf(pointer: string, root: unknown): Path {
  let value = root;
  return pointer
    .split("/")
    .slice(1)
    .map((token) => {
      const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
      const step = Array.isArray(value) ? Number(key) : key;
      value = (value as Record<string | number, unknown> | undefined)?.[step];
      return step;
    });
}
