import { stringify } from "yaml";
import { FIELDS, SECTIONS } from "../schema/fields.js";
import type { KubeProxyMode } from "../schema/modes.js";
import { deepMerge, isPlainObject, valueAt } from "../schema/tree.js";

/** The content of kube-proxy's configuration file: what the user gave, and `mode`; kube-proxy adds its defaults. */
export interface KubeProxyConfiguration {
  readonly apiVersion: "kubeproxy.config.k8s.io/v1alpha1";
  readonly kind: "KubeProxyConfiguration";
  readonly mode: KubeProxyMode;
  readonly [field: string]: unknown;
}

/** Fields of the file by section, without the mode. */
export type FileFields = Readonly<Record<string, unknown>>;

/** The checked fields as they go into the file: `extra` wins over `fields`, known fields come first and in a fixed order. */
export function fileFields(fields: object, extra: object): FileFields {
  return withoutUnset(inOrder(deepMerge(fields, extra)));
}

/** The file's content. */
export function kubeProxyConfiguration(mode: KubeProxyMode, fields: FileFields): KubeProxyConfiguration {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode,
    ...fields,
  };
}

/** The file: one YAML document. Text is quoted, because a bare `::` or `yes` would be read as something else. */
export function renderConfiguration(configuration: KubeProxyConfiguration): string {
  return stringify(configuration, {
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
  const full = deepMerge(ordered, tree); // adds what the table does not know, behind
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
