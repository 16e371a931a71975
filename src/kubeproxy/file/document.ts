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

/** The file's content from the checked fields: `extra` wins over `fields`, known fields come first and in a fixed order. */
export function kubeProxyConfiguration(
  mode: KubeProxyMode,
  fields: object,
  extra: object,
): KubeProxyConfiguration {
  const merged = deepMerge(fields, extra) as Record<string, unknown>;
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode,
    ...(withoutUnset(inOrder(merged)) as object),
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

function inOrder(tree: Record<string, unknown>): Record<string, unknown> {
  const known = FIELDS.map(({ path }) => ({ path, value: valueAt(tree, path) })).filter(
    ({ value }) => value !== undefined,
  );
  const ordered = known.reduce<unknown>((sum, { path, value }) => deepMerge(sum, nested(path, value)), {});
  const full = deepMerge(ordered, tree) as Record<string, unknown>; // adds what the table does not know, behind
  return Object.fromEntries(Object.entries(full).filter(([key, value]) => !isEmptySection(key, value)));
}

function nested(path: string, value: unknown): unknown {
  return path.split(".").reduceRight((inner, key) => ({ [key]: inner }), value);
}

function isEmptySection(key: string, value: unknown): boolean {
  return (
    SECTIONS.includes(key) &&
    isPlainObject(value) &&
    Object.values(value).every((field) => field === undefined)
  );
}

function withoutUnset(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnset);
  if (!isPlainObject(value)) return value;
  const set = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(set.map(([key, item]) => [key, withoutUnset(item)]));
}
