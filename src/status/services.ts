import type { RouteStatus, ServiceStatus } from "./model.js";
import { type ListedRoute, type ListedService, selects } from "./objects.js";
import type { NamespaceObjects } from "./read.js";
import type { Side } from "./sides.js";

/** Endpoints that belong to no side, by this key. */
const OTHERS = "";

/** A Service with its ready endpoints by side. */
export function serviceStatus(
  { metadata, spec }: ListedService,
  sides: readonly Side[],
  objects: NamespaceObjects,
): ServiceStatus {
  const counts = endpointsBySide(metadata.name, sides, objects);
  const selected = sides.filter(({ labels }) => selects(spec.selector, labels)).map(({ side }) => side);
  return {
    name: metadata.name,
    type: spec.type ?? "ClusterIP",
    ports: (spec.ports ?? []).map(({ port, nodePort }) => (nodePort ? `${nodePort}→${port}` : `${port}`)),
    selects: selected,
    ready: counts && Object.fromEntries(selected.map((side) => [side, counts.get(side) ?? 0])),
    others: counts?.get(OTHERS) ?? 0,
  };
}

/** A route with the side and the ready endpoints behind each backend. */
export function routeStatus(
  { kind, metadata, spec }: ListedRoute,
  services: readonly ListedService[],
  sides: readonly Side[],
  objects: NamespaceObjects,
): RouteStatus {
  const backends = (spec.rules ?? []).flatMap(({ backendRefs }) => backendRefs ?? []);
  return {
    kind,
    name: metadata.name,
    backends: backends.map(({ name, weight = 1 }) => {
      const selector = services.find((service) => service.metadata.name === name)?.spec.selector;
      const counts = endpointsBySide(name, sides, objects);
      return {
        service: name,
        weight,
        side: sides.find(({ labels }) => selects(selector, labels))?.side,
        ready: counts && [...counts.values()].reduce((sum, count) => sum + count, 0),
      };
    }),
  };
}

/**
 * The ready endpoints of a Service by side. A pod counts once, also if it has an address of each IP family. Undefined if
 * endpoints cannot be read, or pods, by which an endpoint belongs to a side.
 */
function endpointsBySide(
  service: string,
  sides: readonly Side[],
  { slices, pods }: NamespaceObjects,
): Map<string, number> | undefined {
  if (!slices || !pods) return undefined;
  const ready = slices
    .filter(({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false); // unknown counts as ready, as for kube-proxy
  const targets = new Set(ready.map(({ targetRef, addresses }) => targetRef?.name ?? addresses?.[0] ?? ""));
  const counts = new Map<string, number>();
  for (const target of targets) {
    const side = sides.find((one) => one.pods?.some(({ metadata }) => metadata?.name === target));
    const key = side?.side ?? OTHERS;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
