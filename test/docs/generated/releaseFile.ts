import { DURATION_REMEDY, PERCENT_REMEDY, type Schema } from "../../../src/release/spec/schema/values.js";
import { RELEASE_SCHEMA } from "../../../src/release/spec/schema.js";
import { code, table } from "./markdown.js";

/** The fields of a part of release.yaml: all below `path`, or those at the top without the parts. */
export function releaseFields(path: "" | "checks" | "evidence" | "evidence.indicators"): string {
  const parts = ["steps", "checks", "evidence", "evidence.indicators"].filter((part) => part !== path);
  const schema = path
    .split(".")
    .filter((key) => key !== "")
    .reduce<Schema>((parent, key) => parent.properties?.[key] ?? {}, RELEASE_SCHEMA);
  return fieldsTable(
    rowsOf(itemOf(schema), "", path === "" ? parts : parts.map((part) => part.split(".").at(-1) ?? "")),
  );
}

/** The forms of a step. */
export function releaseSteps(): string {
  const forms = formsOf(RELEASE_SCHEMA.properties?.steps?.items as Schema);
  const rows = forms
    .flatMap(({ properties = {} }) => Object.entries(properties))
    .flatMap(([word, schema]) => {
      const [short, settings = schema] = formsOf(schema);
      const own = settings.properties ? rowsOf(settings, `${word}.`, []) : [rowOf(word, schema)];
      return short && short !== settings ? [rowOf(word, short), ...own] : own;
    });
  return fieldsTable(rows);
}

function fieldsTable(rows: readonly string[][]): string {
  return table(["field", "meaning", "allowed", "default"], rows);
}

/** `within` is the optional map that the fields are in. */
function rowsOf(
  { properties = {}, required = [] }: Schema,
  prefix: string,
  without: readonly string[],
  within?: string,
): string[][] {
  return Object.entries(properties)
    .filter(([key]) => !without.includes(prefix + key))
    .flatMap(([key, schema]) => {
      const inner = itemOf(schema);
      const isRequired = (required as string[]).includes(key);
      if (inner.properties) {
        return rowsOf(inner, `${prefix}${key}.`, without, isRequired ? within : key);
      }
      const need = within === undefined ? "required" : `required in ${code(within)}`;
      return [rowOf(prefix + key, schema, isRequired ? need : "none")];
    });
}

function rowOf(path: string, schema: Schema, otherwise = "none"): string[] {
  const [, meaning = "", stated] = /^(.*?)(?: Default: (.*))?$/s.exec(String(schema.description ?? "")) ?? [];
  const given = schema.default === undefined ? stated?.replace(/\.$/, "") : String(schema.default);
  return [code(path), meaning, allowedBy(schema), given ?? otherwise];
}

function allowedBy({ enum: words, errorMessage, type, minimum }: Schema): string {
  if (words) return (words as string[]).map(code).join(", ");
  if (errorMessage === DURATION_REMEDY) return "a duration such as `300ms`, `15s`, `10m` or `1h30m`";
  if (errorMessage === PERCENT_REMEDY) return "a percentage such as `0.5%`, or a fraction below 1";
  if (errorMessage !== undefined) return String(errorMessage).replace(/^(give|write) /, "");
  return type === "integer" ? `a whole number from ${minimum}` : "a number above 0, up to 100";
}

/** What a list is made of. */
function itemOf(schema: Schema): Schema {
  return (schema.items as Schema | undefined) ?? schema;
}

function formsOf(schema: Schema): readonly Schema[] {
  return (schema.anyOf as readonly Schema[] | undefined) ?? [schema];
}
