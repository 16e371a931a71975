import {
  behind,
  createDeployment,
  isRolledOut,
  isServing,
  type LiveDeployment,
  type LiveRoute,
  type LiveService,
  updateDeployment,
  updateRoute,
  updateService,
} from "./cluster.js";
import type { Labels, Manifest } from "./manifests.js";

/** An object in Pulumi's state. */
export interface Recorded {
  readonly manifest: Manifest;
  /** Whether the last wait for it failed (init errors). The next update then waits again, even without a change. */
  readonly failed: boolean;
}

/** The cluster's objects by name, and Pulumi's state by key. Immutable: every step returns a new one. */
export interface World {
  readonly deployments: ReadonlyMap<string, LiveDeployment>;
  readonly services: ReadonlyMap<string, LiveService>;
  readonly routes: ReadonlyMap<string, LiveRoute>;
  readonly state: ReadonlyMap<string, Recorded>;
}

export const emptyWorld: World = {
  deployments: new Map(),
  services: new Map(),
  routes: new Map(),
  state: new Map(),
};

/** The map with one entry set or removed, sorted by key so that equal maps have equal text. */
function put<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
  const next = new Map(map);
  if (value !== undefined) next.set(key, value);
  else next.delete(key);
  return map.has(key) ? next : new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function withDeployment(world: World, live: LiveDeployment): World {
  return { ...world, deployments: put(world.deployments, live.manifest.name, live) };
}

/** The world after the API server has stored the object, before any controller has reacted. */
export function written(world: World, manifest: Manifest): World {
  const { name } = manifest;
  if (manifest.kind === "Deployment") {
    const live = world.deployments.get(name);
    return withDeployment(world, live ? updateDeployment(live, manifest) : createDeployment(manifest));
  }
  if (manifest.kind === "Service") {
    const live = world.services.get(name);
    const next = live ? updateService(live, manifest) : { manifest };
    return { ...world, services: put(world.services, name, next) };
  }
  if (manifest.kind === "Route") {
    const live = world.routes.get(name);
    const next = live ? updateRoute(live, manifest) : { manifest };
    return { ...world, routes: put(world.routes, name, next) };
  }
  return world;
}

/**
 * The world after Pulumi has recorded the object. A Service that `up` waited for has reached every node, because the wait
 * is at least 10 s. A route may not have reached every gateway: a route that was accepted before keeps that status.
 */
export function recorded(world: World, manifest: Manifest, failed: boolean): World {
  const next = { ...world, state: put(world.state, manifest.key, { manifest, failed }) };
  return failed || manifest.kind !== "Service" || !manifest.awaited ? next : heard(next, manifest.name);
}

function heard(world: World, name: string): World {
  const live = world.services.get(name);
  return live?.stale ? { ...world, services: put(world.services, name, { manifest: live.manifest }) } : world;
}

/** The world without the object and its pods, in the cluster and in Pulumi's state. */
export function deleted(world: World, { kind, name, key }: Manifest): World {
  const { deployments, services, routes, state } = world;
  return {
    deployments: kind === "Deployment" ? put(deployments, name, undefined) : deployments,
    services: kind === "Service" ? put(services, name, undefined) : services,
    routes: kind === "Route" ? put(routes, name, undefined) : routes,
    state: put(state, key, undefined),
  };
}

/** Whether the provider would stop waiting for this object now. */
export function isReady(world: World, manifest: Manifest): boolean {
  const live = manifest.kind === "Deployment" && world.deployments.get(manifest.name);
  if (live) return live.manifest === manifest && isRolledOut(live);
  if (manifest.kind === "PodDisruptionBudget")
    return behind(manifest.selector, world.deployments.values()).ready >= (manifest.enough ?? 0);
  return manifest.kind !== "Service" || !manifest.awaited || isServing(manifest, world.deployments.values());
}

/** The world some time after an update: every Service has reached every node, and every route every gateway. */
export function afterAWhile(world: World): World {
  const known = [...world.services.keys()].reduce(heard, world);
  if ([...world.routes.values()].every(({ stale }) => !stale)) return known;
  const routes = [...world.routes].map(([name, { manifest }]) => [name, { manifest }] as const);
  return { ...known, routes: new Map(routes) };
}

/**
 * The world after `pulumi refresh`: the state matches the cluster and marks objects that are not ready. A read ignores
 * waitFor, so a held Deployment counts as not ready, and a budget as ready.
 */
export function refreshed(world: World): World {
  const live = [world.deployments, world.services, world.routes].flatMap((objects) =>
    [...objects.values()].map(({ manifest }) => manifest),
  );
  const others = [...world.state.values()]
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => kind === "Other" || kind === "PodDisruptionBudget");
  const failed = (manifest: Manifest) =>
    (manifest.kind !== "PodDisruptionBudget" && !isReady(world, manifest)) ||
    (manifest.kind === "Deployment" && manifest.held);
  const state = [...live, ...others]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((manifest) => [manifest.key, { manifest, failed: failed(manifest) }] as const);
  return { ...world, state: new Map(state) };
}

/** The selectors of the Services that have a weight in a route; undefined for a Service that does not exist. */
export function routedTo(world: World, weights: Readonly<Record<string, number>>): (Labels | undefined)[] {
  return Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .map(([service]) => world.services.get(service)?.manifest.selector);
}

/** A text that is equal for equal worlds only. */
export function keyOf(world: World): string {
  return `${clusterKey(world)}|${stateKey(world)}`;
}

/** The same, without what matters only while a Deployment is rolling out. */
export function restKey(world: World): string {
  const atRest = [...world.deployments].map(([name, live]) => {
    const replicaSets = live.replicaSets.map((set) => ({ ...set, most: 0 }));
    return [name, { ...live, replicaSets }] as const;
  });
  return keyOf({ ...world, deployments: new Map(atRest) });
}

function clusterKey({ deployments, services, routes }: World): string {
  let key = "";
  for (const { manifest, observed, sizedFor, replicaSets } of deployments.values()) {
    key += `${manifest.id}${observed ? "=" : "~"}${sizedFor}`;
    for (const { template, size, ready, held, most } of replicaSets)
      key += `,${templateId(template.key)}:${size}/${ready}${held ? "h" : ""}${most}`;
    key += ";";
  }
  for (const { manifest, stale } of services.values())
    key += `${manifest.id}${stale ? JSON.stringify(stale) : ""};`;
  for (const { manifest, stale } of routes.values())
    key += `${manifest.id}${stale ? JSON.stringify(stale) : ""};`;
  return key;
}

const templateIds = new Map<string, number>();

function templateId(key: string): number {
  const id = templateIds.get(key) ?? templateIds.size;
  templateIds.set(key, id);
  return id;
}

function stateKey({ state }: World): string {
  let key = "";
  for (const { manifest, failed } of state.values()) key += failed ? `${manifest.id}!` : `${manifest.id},`;
  return key;
}

/** The world for a message: `app-stable 3/3 v1, app-canary 1/1 v2 + 0/1 v3`. */
export function inWords({ deployments, services, routes }: World): string {
  const version = (labels: Readonly<Record<string, string>>) => labels["app.kubernetes.io/version"];
  const pods = [...deployments.values()].map(
    ({ manifest, replicaSets }) =>
      `${manifest.name} ${
        replicaSets
          .map(({ template, size, ready }) => `${ready}/${size} ${version(template.labels)}`)
          .join(" + ") || "no pods"
      }`,
  );
  const live = [...services.values()].map(
    ({ manifest }) => `Service ${manifest.name} → ${Object.values(manifest.selector).join(" ")}`,
  );
  const routed = [...routes.values()].map(
    ({ manifest }) =>
      `${manifest.key} → ${Object.entries(manifest.weights)
        .map((backend) => backend.join(" "))
        .join(" + ")}`,
  );
  return [...pods, ...live, ...routed].join(", ") || "nothing";
}
