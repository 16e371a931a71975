import type { Backend, RouteManifest } from "../kubernetes/gatewayRoute.js";
import type { LabelSelector } from "../kubernetes/labels.js";
import type { TrafficAfter } from "../resources/liveSize.js";
import type { Kind, ResourceSpec } from "../resources/resourceSpec.js";

/** The objects of a step that traffic depends on. */
export interface TrafficObjects {
  readonly specs: readonly ResourceSpec[];
  readonly service: ResourceSpec<"Service">;
  readonly route?: ResourceSpec<"Route"> | undefined;
}

/** Where traffic goes when these objects are applied. */
export function trafficAfter({ specs, service, route }: TrafficObjects): TrafficAfter {
  const { selector } = specOf<{ selector: LabelSelector }>(service);
  const maxReplicas = specs
    .filter(({ kind }) => kind === "HorizontalPodAutoscaler")
    .map((spec) => [spec.name, specOf<{ maxReplicas: number }>(spec).maxReplicas] as const);
  const sides = { service: service.name, selector, maxReplicas: Object.fromEntries(maxReplicas) };
  if (!route) return { ...sides, route: undefined, weights: {} };
  const { apiVersion, kind } = route.manifest as RouteManifest;
  const [rule] = specOf<{ rules: { backendRefs: Backend[] }[] }>(route).rules;
  const weights = rule?.backendRefs.map(({ name, weight }) => [name, weight] as const);
  return {
    ...sides,
    route: { name: route.name, apiVersion, kind },
    weights: Object.fromEntries(weights ?? []),
  };
}

/** The spec of a manifest, whose fields that move traffic are plain values. */
function specOf<T>({ manifest }: ResourceSpec<Kind>): T {
  return (manifest as unknown as { readonly spec: T }).spec;
}
