import { clusterOf, type ProviderLike } from "./clusters.js";
import { getPath, isRecord, plain, requireKnown, text, Unknown } from "./unknown.js";

/** The part of a resource that both resource policies and stack policies see. */
export interface ResourceLike {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Record<string, unknown>;
  /** Its provider. Undefined for the default provider in an offline preview. */
  readonly provider?: ProviderLike;
}

/** Labels, annotations or a selector. Single values may be unknown. */
export type LabelFacts = Readonly<Record<string, string | Unknown>>;

/** A Kubernetes object, made by a component or written by hand. */
export interface KubernetesObject {
  readonly urn: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** The name in the cluster, or the Pulumi name while that is unknown. */
  readonly name: string;
  /** The Pulumi name, which the name in the cluster may begin with. */
  readonly resourceName: string;
  readonly namespace: string;
  /** A key of the cluster. Objects match each other only in one cluster. It may contain credentials. */
  readonly cluster: string;
  /** The name used in messages: `Deployment "web"`. */
  readonly title: string;
  readonly annotations: LabelFacts | Unknown;
  /** The whole object in plain values. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** Returns the Kubernetes object that a resource declares, or undefined for any other resource. */
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
    resourceName: resource.name,
    namespace: typeof namespace === "string" ? namespace : "default",
    cluster: clusterOf(resource.provider),
    title: `${kind} ${JSON.stringify(shown)}`,
    annotations: labelFacts(getPath(value, "metadata", "annotations")),
    value,
  };
}

/** A key of the object's namespace in its cluster. It may contain credentials. */
export function placeOf({ cluster, namespace }: KubernetesObject): string {
  return JSON.stringify([cluster, namespace]);
}

/** Returns the labels in a property, or none if it is not a map. */
export function labelFacts(value: unknown): LabelFacts | Unknown {
  if (value instanceof Unknown) return value;
  if (!isRecord(value)) return {};
  const pairs = Object.entries(value).map(([key, given]) => [
    key,
    given instanceof Unknown ? given : String(given),
  ]);
  return Object.fromEntries(pairs);
}

/**
 * Reports whether a selector matches labels. Throws if the answer depends on an unknown value. An empty one
 * matches nothing.
 */
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
