import { type KubernetesObject, type LabelFacts, labelFacts } from "./objects.js";
import { getPath, isRecord, Unknown } from "./unknown.js";

/** A Service that selects pods. */
export interface ServiceFacts extends KubernetesObject {
  readonly selector: LabelFacts | Unknown;
}

/** The object, if it is a Service with a selector. */
export function serviceOf(object: KubernetesObject): ServiceFacts | undefined {
  if (!isService(object)) return undefined;
  if (getPath(object.value, "spec", "type") === "ExternalName") return undefined;
  const selector = getPath(object.value, "spec", "selector");
  const selects = selector instanceof Unknown || (isRecord(selector) && Object.keys(selector).length > 0);
  return selects ? { ...object, selector: labelFacts(selector) } : undefined;
}

/** True for every Service, also one without a selector. */
export function isService({ kind, apiVersion }: KubernetesObject): boolean {
  return kind === "Service" && apiVersion === "core/v1";
}
