import { isKubernetesObject } from "../engine/kubernetesProvider.js";
import type { PlannedResource } from "../engine/resources.js";
import { isMap, type Marked, type Properties, Secret } from "../engine/values.js";
import { clustersOf } from "./clusters.js";

/** A Kubernetes object of a plan. */
export interface PlannedObject {
  readonly urn: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Whether it patches an object that something else created. */
  readonly isPatch: boolean;
  /** The name of the provider through which it reaches its cluster; `default` without an explicit one. */
  readonly cluster: string;
  /** `metadata.name`. Undefined when it is known only after an update. */
  readonly name: string | undefined;
  /** `metadata.namespace`, if the object names one. Undefined also when it is known only after an update. */
  readonly namespace: string | undefined;
  /** The object as an update would apply it, with markers for unknown and secret values. */
  readonly inputs: PlannedResource["inputs"];
  /** Names of the objects that are ready before this one changes, without those that they wait for themselves. */
  readonly waitsFor: readonly string[];
  /** The URNs of these objects: two kinds may share a name. */
  readonly waitsForUrns: readonly string[];
}

/**
 * Sorts the Kubernetes objects of a plan so that each follows all it waits for. Where dependencies leave the order
 * open, namespaces and resource definitions come first, and URNs decide the rest. Two runs give the same order,
 * whatever the order of registration. `defaults` is the configuration of the default provider.
 */
export function objectsInOrder(
  resources: readonly PlannedResource[],
  defaults?: Properties,
): PlannedObject[] {
  const objects = resources.filter(isObject);
  const needs = directNeeds(resources, objects);
  const waiting = [...objects].sort((a, b) => rank(a) - rank(b) || (a.urn < b.urn ? -1 : 1));
  const done = new Set<string>();
  const ordered: PlannedResource[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex((object) =>
      [...(needs.get(object.urn) ?? [])].every((urn) => done.has(urn)),
    );
    const [next] = waiting.splice(Math.max(ready, 0), 1); // Pulumi allows no cycle; with one, no object would be lost
    if (!next) break;
    ordered.push(next);
    done.add(next.urn);
  }
  const byUrn = new Map(objects.map((object) => [object.urn, object]));
  const clusterOf = clustersOf(resources, defaults);
  return ordered.map((object) => describe(object, clusterOf(object), nearest(object.urn, needs), byUrn));
}

/**
 * Sorts all resources of a plan. The objects keep their order; any other resource comes just before the first one that needs
 * it. What nothing needs comes last, by URN.
 */
export function resourcesInOrder(
  resources: readonly PlannedResource[],
  objects: readonly PlannedObject[],
): PlannedResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const isOrdered = new Set(objects.map((object) => object.urn));
  const ordered: PlannedResource[] = [];
  const seen = new Set<string>();
  const add = (urn: string): void => {
    const resource = byUrn.get(urn);
    if (!resource || seen.has(urn)) return;
    seen.add(urn);
    const provider = resource.provider?.slice(0, resource.provider.lastIndexOf("::"));
    const needs = [...resource.dependencies, ...(provider === undefined ? [] : [provider])];
    for (const need of needs.sort()) if (!isOrdered.has(need)) add(need);
    ordered.push(resource);
  };
  for (const { urn } of objects) add(urn);
  for (const urn of [...byUrn.keys()].sort()) add(urn);
  return ordered;
}

/** True for a resource that creates or changes a Kubernetes object. */
function isObject(resource: PlannedResource): boolean {
  return resource.custom && !resource.read && isKubernetesObject(resource.type, resource.inputs);
}

/** Objects may need a namespace or a definition without depending on it, so these come first. */
function rank({ inputs }: PlannedResource): number {
  switch (inputs.kind) {
    case "Namespace":
      return 0;
    case "CustomResourceDefinition":
      return 1;
    default:
      return 2;
  }
}

/** For each object, the objects it waits for. Components stand for their children, other resources for their dependencies. */
function directNeeds(
  resources: readonly PlannedResource[],
  objects: readonly PlannedResource[],
): Map<string, Set<string>> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const children = new Map<string, PlannedResource[]>();
  for (const resource of resources) {
    if (resource.parent) children.set(resource.parent, [...(children.get(resource.parent) ?? []), resource]);
  }
  const needs = new Map<string, Set<string>>();
  for (const object of objects) {
    const found = new Set<string>();
    const seen = new Set<string>([object.urn]);
    const look = (urn: string): void => {
      const resource = byUrn.get(urn);
      if (!resource || seen.has(urn)) return;
      seen.add(urn);
      if (isObject(resource)) found.add(urn);
      else if (resource.custom) resource.dependencies.forEach(look);
      else for (const child of children.get(urn) ?? []) look(child.urn);
    };
    object.dependencies.forEach(look);
    needs.set(object.urn, found);
  }
  return needs;
}

/** The needs of an object without those that another of its needs implies. */
function nearest(urn: string, needs: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const direct = [...(needs.get(urn) ?? [])].sort();
  return direct.filter((need) => !direct.some((other) => other !== need && reaches(other, need, needs)));
}

function reaches(
  from: string,
  to: string,
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  seen = new Set<string>(),
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const next = needs.get(from) ?? new Set();
  return next.has(to) || [...next].some((urn) => reaches(urn, to, needs, seen));
}

function describe(
  object: PlannedResource,
  cluster: string,
  needs: string[],
  byUrn: Map<string, PlannedResource>,
): PlannedObject {
  return {
    urn: object.urn,
    apiVersion: String(object.inputs.apiVersion),
    kind: String(object.inputs.kind),
    isPatch: object.type.endsWith("Patch"),
    cluster,
    name: metadataText(object, "name"),
    namespace: metadataText(object, "namespace"),
    inputs: object.inputs,
    waitsForUrns: needs,
    waitsFor: needs.map((urn) => {
      const need = byUrn.get(urn) as PlannedResource;
      return metadataText(need, "name") ?? need.name;
    }),
  };
}

function metadataText(object: PlannedResource, field: "name" | "namespace"): string | undefined {
  const metadata = object.inputs.metadata;
  const value: Marked | undefined = isMap(metadata) ? metadata[field] : undefined;
  return typeof value === "string"
    ? value
    : value instanceof Secret && typeof value.value === "string"
      ? value.value
      : undefined;
}
