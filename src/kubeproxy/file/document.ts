import { FIELDS, SECTIONS } from "../schema/fields.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { deepMerge, isPlainObject, valueAt } from "../schema/tree.js";
import { yaml } from "./yaml.js";

/** Content of kube-proxy's configuration file. kube-proxy adds the defaults of unset fields. */
export interface KubeProxyConfiguration {
  readonly apiVersion: "kubeproxy.config.k8s.io/v1alpha1";
  readonly kind: "KubeProxyConfiguration";
  readonly mode: KubeProxyMode;
  readonly [field: string]: unknown;
}

/** Fields of the file by section, without the mode. */
export type FileFields = Readonly<Record<string, unknown>>;

/** Merges the checked fields for the file. `extra` wins over `fields`; known fields come first, in a fixed order. */
export function fileFields(fields: object, extra: object): FileFields {
  return withoutUnset(inOrder(deepMerge(fields, extra)));
}

/** Adds the mode and the type of the document. */
export function kubeProxyConfiguration(mode: KubeProxyMode, fields: FileFields): KubeProxyConfiguration {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode,
    ...fields,
  };
}

/** Writes one YAML document. Text is quoted, because YAML reads a bare `::` or `yes` as something else. */
export function renderConfiguration(configuration: KubeProxyConfiguration): string {
  return yaml().stringify(configuration, {
    aliasDuplicateObjects: false,
    defaultKeyType: "PLAIN",
    defaultStringType: "QUOTE_DOUBLE",
    lineWidth: 0,
  });
}

function inOrder(tree: FileFields): FileFields {
  const known = FIELDS.map(({ path }) => ({ path, value: valueAt(tree, path) })).filter(
    ({ value }) => value !== undefined,
  );
  const ordered = known.reduce<FileFields>((sum, { path, value }) => deepMerge(sum, nested(path, value)), {});
  const full = deepMerge(ordered, tree); // appends the fields that the table does not know
  return Object.fromEntries(Object.entries(full).filter(([key, value]) => !isEmptySection(key, value)));
}

function nested(path: string, value: unknown): FileFields {
  const [key = "", ...inner] = path.split(".");
  return { [key]: inner.length === 0 ? value : nested(inner.join("."), value) };
}

function isEmptySection(key: string, value: unknown): boolean {
  return (
    SECTIONS.includes(key) &&
    isPlainObject(value) &&
    Object.values(value).every((field) => field === undefined)
  );
}

function withoutUnset(tree: FileFields): FileFields {
  const set = Object.entries(tree).filter(([, item]) => item !== undefined);
  return Object.fromEntries(set.map(([key, item]) => [key, withoutUnsetItems(item)]));
}

function withoutUnsetItems(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnsetItems);
  return isPlainObject(value) ? withoutUnset(value) : value;
}
