import { type KubernetesObject, type LabelFacts, labelFacts } from "./objects.js";
import { getPath, isRecord, Unknown } from "./unknown.js";

/** A Service with a selector. */
export interface ServiceFacts extends KubernetesObject {
  readonly selector: LabelFacts | Unknown;
}

/** Returns the facts of a Service that selects pods, or undefined for any other object. */
export function serviceOf(object: KubernetesObject): ServiceFacts | undefined {
  if (!isService(object)) return undefined;
  if (getPath(object.value, "spec", "type") === "ExternalName") return undefined;
  const selector = getPath(object.value, "spec", "selector");
  const selects = selector instanceof Unknown || (isRecord(selector) && Object.keys(selector).length > 0);
  return selects ? { ...object, selector: labelFacts(selector) } : undefined;
}

/** Reports whether the object is a Service, with or without a selector. */
export function isService({ kind, apiVersion }: KubernetesObject): boolean {
  return kind === "Service" && apiVersion === "core/v1";
}
