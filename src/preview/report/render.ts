import { visit, Document as YamlDocument } from "yaml";
import { isMap, type Marked, Reference, Secret, Unknown } from "../engine/values.js";
import type { PlannedObject } from "./order.js";

/** A Kubernetes object in plain JavaScript. Unknown values and secrets are text. */
export type Document = { [key: string]: unknown };

/** The document of an object. Unknown values become `<computed>`, and secrets `<secret>` unless `showSecrets`. */
export function documentOf(object: PlannedObject, showSecrets: boolean): Document {
  return plain(object.inputs, showSecrets) as Document;
}

/** YAML with sorted keys, which YAML 1.1 parsers such as kubectl read with the same types: `"1_000"` stays text. */
export function toYaml(document: Document): string {
  const yaml = new YamlDocument(document, {
    aliasDuplicateObjects: false,
    compat: "yaml-1.1",
    sortMapEntries: true,
  });
  visit(yaml, {
    Scalar: (_, node) => {
      // Other parsers reject a tab in an unquoted string.
      if (typeof node.value === "string" && /\t/.test(node.value) && !node.value.includes("\n")) {
        node.type = "QUOTE_DOUBLE";
      }
    },
  });
  return yaml.toString({ indentSeq: false, lineWidth: 0 });
}

/** A value without markers. Unknown values become `<computed>`, and secrets `<secret>` unless `showSecrets`. */
export function plain(value: Marked, showSecrets: boolean): unknown {
  if (value instanceof Unknown) return String(value);
  if (value instanceof Secret) return showSecrets ? plain(value.value, showSecrets) : String(value);
  if (value instanceof Reference) return value.id ?? value.urn;
  if (Array.isArray(value)) return value.map((inner) => plain(inner, showSecrets));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, showSecrets)]));
}
