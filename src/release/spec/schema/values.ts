import { DURATION, PERCENT } from "../quantities.js";

/** A JSON schema, draft 7. `errorMessage` is a remedy: editors show it, and so do our own messages. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What a value means: its heading and its explanation in editors. */
interface Meaning extends Schema {
  readonly title?: string;
  readonly description: string;
}

/** The remedy for a value that is not a duration. */
export const DURATION_REMEDY = "give a duration with its unit, such as 300ms, 15s, 10m, 2h or 1h30m";

/** The remedy for a value that is not a share. */
export const PERCENT_REMEDY = "give a percentage such as 0.5% or 5%, or a fraction below 1 such as 0.05";

/** The remedy for a value that is not a boolean. */
export const BOOLEAN_REMEDY = "write true or false";

export function duration(meaning: Meaning): Schema {
  return {
    type: "string",
    pattern: DURATION.source,
    errorMessage: DURATION_REMEDY,
    ...meaning,
  };
}

/** A share as `5%` or as 0.05. A bare 1 is refused: it may mean 1 % or 100 %. */
export function percent(meaning: Meaning): Schema {
  return {
    type: ["string", "number"],
    pattern: PERCENT.source,
    minimum: 0,
    exclusiveMaximum: 1,
    errorMessage: PERCENT_REMEDY,
    ...meaning,
  };
}

export function text(meaning: Meaning, errorMessage: string): Schema {
  return { type: "string", pattern: "\\S", errorMessage, ...meaning };
}

/** The name of a key of the stack's config. */
export function configKey(meaning: Meaning): Schema {
  return {
    type: "string",
    pattern: "^([A-Za-z][\\w.-]*:)?[^\\s:]+$",
    errorMessage: "give the name as in `pulumi config`: canaryWeight, or namespace:canaryWeight",
    ...meaning,
  };
}

export function flag(meaning: Meaning): Schema {
  return { type: "boolean", errorMessage: BOOLEAN_REMEDY, ...meaning };
}

/** A map without other keys. */
export function map(
  meaning: Meaning,
  properties: Readonly<Record<string, Schema>>,
  more: Schema = {},
): Schema {
  return {
    type: "object",
    additionalProperties: false,
    errorMessage: `give a map with the keys ${Object.keys(properties).join(", ")}`,
    ...meaning,
    properties,
    ...more,
  };
}
