import { quote } from "../../diagnostics/format.js";
import { findingText } from "../../diagnostics/problems.js";
import type { PlannedResource } from "../engine/resources.js";
import { isRoot } from "../engine/urn.js";
import { isMap, Unknown } from "../engine/values.js";
import type { PlannedObject } from "./order.js";

/** One line for each object that an API server refuses whatever its content: for its name, or for another object of its name. */
export function checkObjects(
  objects: readonly PlannedObject[],
  resources: readonly PlannedResource[],
): string[] {
  return [...objects.flatMap(checkNames), ...checkUnique(objects, resources)];
}

/** Refuses names that cannot be part of a path of the API. Such a name would also lead out of the render folder. */
function checkNames(object: PlannedObject): string[] {
  const { apiVersion, kind, name, namespace } = object;
  const parts = [
    ["apiVersion", ...apiVersion.split("/", 2)],
    ["kind", kind],
    ["metadata.namespace", namespace ?? "default"],
    ["metadata.name", name ?? "unknown"],
  ] as const;
  return parts.flatMap(([path, ...segments]) => {
    if (segments.every(isSegment)) return [];
    const problem = "is not a name that Kubernetes accepts";
    const remedy = "use letters, digits, - and ., without / and %";
    return `${titleOf(object)}: ${findingText({ path, value: segments.join("/"), problem, remedy })}`;
  });
}

/** Form that the API server requires of every name. https://pkg.go.dev/k8s.io/apimachinery/pkg/api/validation/path */
function isSegment(text: string): boolean {
  return text !== "" && text !== "." && text !== ".." && !/[/%]/.test(text);
}

/** Refuses resources that are one object in their cluster: each update of one would undo the other. */
function checkUnique(objects: readonly PlannedObject[], resources: readonly PlannedResource[]): string[] {
  const groups = new Map<string, PlannedObject[]>();
  for (const object of objects) {
    const identity = identityOf(object);
    if (identity !== undefined) groups.set(identity, [...(groups.get(identity) ?? []), object]);
  }
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length === 1) return [];
    const makers = same.map(({ urn }) => makerOf(urn, byUrn)).sort();
    const problem = `is one object in the cluster, but ${same.length} resources of the program: ${makers.join(", ")}`;
    return `${titleOf(first)}: ${problem}; rename all but one, or give each another namespace or provider`;
  });
}

/**
 * Undefined when an update decides, and for a patch, which shares its object with others. An object without a namespace is in
 * that of the kubeconfig's context, which need not be `default`.
 */
function identityOf({ isPatch, cluster, apiVersion, kind, namespace, name, inputs }: PlannedObject) {
  const { metadata } = inputs;
  const isOpen = isMap(metadata) && metadata.namespace instanceof Unknown;
  if (isPatch || name === undefined || isOpen) return undefined;
  const group = apiVersion.includes("/") ? apiVersion.split("/", 1)[0] : "";
  return JSON.stringify([cluster, group, kind, namespace ?? "", name]);
}

/** The component that makes a resource, or the resource itself: what the user wrote. */
function makerOf(urn: string, resources: ReadonlyMap<string, PlannedResource>): string {
  const resource = resources.get(urn);
  const parent = resource?.parent === undefined ? undefined : resources.get(resource.parent);
  const maker = parent !== undefined && !isRoot(parent.urn) && !parent.custom ? parent : resource;
  return maker ? `${maker.type.split(":").at(-1)} ${quote(maker.name)}` : urn;
}

function titleOf({ kind, name, namespace, cluster }: PlannedObject): string {
  const where = namespace === undefined ? "" : ` in namespace ${namespace}`;
  const on = cluster === "default" ? "" : ` on cluster ${cluster}`;
  return `${kind} ${quote(name)}${where}${on}`;
}
