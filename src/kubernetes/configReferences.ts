import type { Input } from "@pulumi/pulumi";
import { isRecord } from "../diagnostics/checks.js";
import { mapInput } from "../diagnostics/inputs.js";

/** Kinds of configuration that a pod reads. */
export type ConfigKind = "ConfigMap" | "Secret";

/** A field of a pod that refers to configuration: the kind, and the keys of the name within the field. */
export type ReferenceField = readonly [kind: ConfigKind, ...keys: string[]];

/** What to do with the entries of one record of a template. */
export interface EntryVisitor {
  /** Maps the name of a ConfigMap or Secret. */
  readonly name: (kind: ConfigKind, input: unknown, path: string) => unknown;
  /** Maps any other entry; `field` is set where the entry itself holds a reference. */
  readonly other: (input: unknown, path: string, field: ReferenceField | undefined) => unknown;
}

/**
 * The template with the names of objects in place of the short ones, wherever a pod can refer to a ConfigMap or a Secret.
 * `nameOf` returns undefined for a name that stays as it is.
 */
export function nameReferences<T>(
  template: Input<T>,
  nameOf: (kind: ConfigKind, name: string) => Input<string> | undefined,
): Input<T> {
  const visitor: EntryVisitor = {
    name: (kind, input) =>
      mapInput(input, (name) => (typeof name === "string" ? (nameOf(kind, name) ?? name) : name)),
    other: (input, path, field) => mapInput(input, (value) => mapEntries(value, path, field, visitor)),
  };
  return visitor.other(template, "", undefined) as Input<T>;
}

/** Maps the entries of a list or a record of a template; returns every other value as it is. */
export function mapEntries(
  value: unknown,
  path: string,
  field: ReferenceField | undefined,
  visitor: EntryVisitor,
): unknown {
  if (Array.isArray(value))
    return value.map((entry, index) => visitor.other(entry, `${path}[${index}]`, field));
  if (!isRecord(value)) return value;
  const [kind, ...nameKeys] = field ?? [];
  const entries = Object.entries(value).map(([key, inner]) => {
    const at = `${path}.${key}`;
    const isName = kind !== undefined && nameKeys.includes(key);
    return [key, isName ? visitor.name(kind, inner, at) : visitor.other(inner, at, REFERENCES.get(key))];
  });
  return Object.fromEntries(entries);
}

/** The fields of a pod that refer to configuration: kustomize's list, without those outside of pods. */
const REFERENCES: ReadonlyMap<string, ReferenceField> = new Map<string, ReferenceField>([
  ["configMap", ["ConfigMap", "name"]],
  ["configMapRef", ["ConfigMap", "name"]],
  ["configMapKeyRef", ["ConfigMap", "name"]],
  ["secret", ["Secret", "secretName", "name"]], // a volume, a projected source
  ["secretRef", ["Secret", "name"]],
  ["secretKeyRef", ["Secret", "name"]],
  ["nodePublishSecretRef", ["Secret", "name"]],
  ["imagePullSecrets", ["Secret", "name"]],
]);
