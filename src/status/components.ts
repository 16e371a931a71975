import type { CanaryMethodName } from "../contract/outputs.js";
import { changesOf } from "./changes.js";
import type { ComponentStatus, RouteStatus, ServiceStatus } from "./model.js";
import type { ListedDeployment, ListedRoute, ListedService } from "./objects.js";
import { selects } from "./objects.js";
import { componentKindOf, componentNameOf, isHeld, isOwn, type ReleaseKind } from "./ownership.js";
import type { PlannedComponent, PlannedObject } from "./planned.js";
import type { NamespaceObjects } from "./read.js";
import { routeStatus, serviceStatus } from "./services.js";
import { colorOf, shareOf } from "./share.js";
import { type Side, sideStatus, sidesOf } from "./sides.js";

/** The live objects of a component. */
interface Found {
  readonly component: ReleaseKind;
  readonly name: string;
  readonly deployments: readonly ListedDeployment[];
}

/** The components of a namespace, each with what the program plans for it. */
export function componentsIn(
  objects: NamespaceObjects,
  plannedHere: readonly PlannedComponent[],
): ComponentStatus[] {
  return foundIn(objects, plannedHere).map((found) => {
    const planned = plannedHere.find((one) => one.component === found.component && one.name === found.name);
    return statusOf(objects, found, planned);
  });
}

/** A component of the program that no object in the cluster belongs to. */
export function absentComponent(planned: PlannedComponent, namespace: string): ComponentStatus {
  const objects: NamespaceObjects = {
    namespace,
    deployments: [],
    pods: [],
    events: [],
    services: [],
    slices: [],
    autoscalers: [],
    routes: [],
  };
  const { component, name } = planned;
  return statusOf(objects, { component, name, deployments: [] }, planned);
}

function foundIn({ deployments }: NamespaceObjects, planned: readonly PlannedComponent[]): Found[] {
  const groups = new Map<string, ListedDeployment[]>();
  for (const deployment of deployments.filter(isOwn)) {
    // Two components of different kinds may have the same name.
    const key = `${componentNameOf(deployment)}/${componentKindOf(deployment) ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), deployment]);
  }
  const found = new Map<string, Found>();
  for (const [key, some] of groups) {
    const [name = "", kind] = key.split("/");
    const component = (kind || kindByName(name, groups, planned)) as ReleaseKind;
    const id = `${component}/${name}`;
    found.set(id, { component, name, deployments: [...(found.get(id)?.deployments ?? []), ...some] });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** An adopted Deployment without our labels has the kind of its component's other Deployments, or of the program. */
function kindByName(
  name: string,
  groups: ReadonlyMap<string, unknown>,
  planned: readonly PlannedComponent[],
): ReleaseKind {
  const kinds: readonly ReleaseKind[] = ["CanaryDeployment", "BlueGreenService"];
  return (
    kinds.find((kind) => groups.has(`${name}/${kind}`)) ??
    planned.find((one) => one.name === name)?.component ??
    "CanaryDeployment"
  );
}

function statusOf(
  objects: NamespaceObjects,
  { component, name, deployments }: Found,
  planned: PlannedComponent | undefined,
): ComponentStatus {
  const sides = sidesOf(objects, component, deployments, planned);
  const services = (objects.services ?? [])
    .filter((service) => isServiceOf(service, name, sides, planned))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const statuses = services.map((service) => serviceStatus(service, sides, objects));
  const routes = routesOf(objects, name, sides, services, planned);
  const canary = component === "CanaryDeployment";
  const main = mainService(statuses, name, sides, planned);
  return {
    component,
    name,
    namespace: objects.namespace,
    exists: deployments.length > 0,
    method: canary ? methodOf(deployments, sides, routes) : undefined,
    share: canary ? shareOf({ sides, routes, main, row: planned?.row }) : undefined,
    color: canary ? undefined : colorOf({ sides, routes, main, row: planned?.row }),
    sides: sides.map((side) => sideStatus(side, objects)),
    services: objects.services && statuses,
    routes,
    changes: planned && changesOf(planned, { objects, deployments }),
  };
}

/** A Service of the component selects a side, or is one that the component named and that selects nothing any more. */
function isServiceOf(
  { metadata, spec }: ListedService,
  name: string,
  sides: readonly Side[],
  planned: PlannedComponent | undefined,
): boolean {
  return (
    sides.some(({ labels }) => selects(spec.selector, labels)) ||
    metadata.name === name ||
    (planned?.objects ?? []).some((object) => object.kind === "Service" && object.name === metadata.name)
  );
}

/** The Service that clients call: the one of the program, or of the component's name, or that selects most sides. */
function mainService(
  services: readonly ServiceStatus[],
  name: string,
  sides: readonly Side[],
  planned: PlannedComponent | undefined,
): ServiceStatus | undefined {
  const inner = ["preview", ...sides.map(({ side }) => side)].map((suffix) => `${name}-${suffix}`);
  const isMain = (object: PlannedObject) => object.kind === "Service" && object.resource === name;
  const wanted = planned?.objects.find(isMain)?.name ?? name;
  return (
    services.find((service) => service.name === wanted) ??
    services
      .filter((service) => !inner.includes(service.name))
      .sort((a, b) => b.selects.length - a.selects.length)[0]
  );
}

function routesOf(
  objects: NamespaceObjects,
  name: string,
  sides: readonly Side[],
  services: readonly ListedService[],
  planned: PlannedComponent | undefined,
): RouteStatus[] {
  const own = services.map(({ metadata }) => metadata.name);
  const isOwnRoute = ({ metadata, spec }: ListedRoute) =>
    metadata.name === name ||
    (planned?.objects ?? []).some(
      (object) => object.kind.endsWith("Route") && object.name === metadata.name,
    ) ||
    (spec.rules ?? []).some((rule) => rule.backendRefs?.some((backend) => own.includes(backend.name)));
  return (objects.routes ?? [])
    .filter(isOwnRoute)
    .map((route) => routeStatus(route, services, sides, objects));
}

/** The method, where the objects show it: before the first step, `replicas` and `hold` look alike. */
function methodOf(
  deployments: readonly ListedDeployment[],
  sides: readonly Side[],
  routes: readonly RouteStatus[],
): CanaryMethodName | undefined {
  if (deployments.some(isHeld)) return "hold";
  if (routes.some(({ backends }) => backends.some(({ side }) => side !== undefined))) return "route";
  return sides.length > 1 ? "replicas" : undefined;
}
