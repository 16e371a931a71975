import { getPath, isRecord, plain, requireKnown, text, Unknown } from "./unknown.js";

/** What the policies read of a resource, in a resource policy as well as in a stack policy. */
export interface ResourceLike {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Record<string, unknown>;
}

/** Labels, annotations or a selector; a single value may be unknown. */
export type LabelFacts = Readonly<Record<string, string | Unknown>>;

/** One Kubernetes object, whoever wrote it. */
export interface KubernetesObject {
  readonly urn: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Its name in the cluster; the Pulumi name where that is not known yet. */
  readonly name: string;
  readonly namespace: string;
  /** How messages name it: `Deployment "web"`. */
  readonly title: string;
  readonly annotations: LabelFacts | Unknown;
  /** All of it, in plain values. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** The object that a resource becomes; undefined for what is no Kubernetes object. */
export function objectOf(resource: ResourceLike): KubernetesObject | undefined {
  if (!resource.type.startsWith("kubernetes:")) return undefined;
  const value = plain(resource.props);
  if (!isRecord(value)) return undefined;
  const [apiVersion = "", kind = ""] = resource.type.slice("kubernetes:".length).split(":");
  const name = text(getPath(value, "metadata", "name"));
  const shown = typeof name === "string" ? name : resource.name;
  const namespace = text(getPath(value, "metadata", "namespace"));
  return {
    urn: resource.urn,
    apiVersion,
    kind,
    name: shown,
    namespace: typeof namespace === "string" ? namespace : "default",
    title: `${kind} ${JSON.stringify(shown)}`,
    annotations: labelFacts(getPath(value, "metadata", "annotations")),
    value,
  };
}

/** The labels in a value of an object; none where there is no map. */
export function labelFacts(value: unknown): LabelFacts | Unknown {
  if (value instanceof Unknown) return value;
  if (!isRecord(value)) return {};
  const pairs = Object.entries(value).map(([key, given]) => [
    key,
    given instanceof Unknown ? given : String(given),
  ]);
  return Object.fromEntries(pairs);
}

/** Whether a selector's pairs are all among the labels. Throws for an unknown value that decides it. */
export function matches(selector: LabelFacts | Unknown, given: LabelFacts | Unknown): boolean {
  const pairs = Object.entries(requireKnown(selector));
  const values = requireKnown(given);
  if (pairs.some(([key, value]) => !(key in values) || differ(value, values[key]))) return false;
  for (const [key, value] of pairs) {
    requireKnown(value);
    requireKnown(values[key]);
  }
  return pairs.length > 0;
}

function differ(a: string | Unknown, b: string | Unknown | undefined): boolean {
  return typeof a === "string" && typeof b === "string" && a !== b;
}
