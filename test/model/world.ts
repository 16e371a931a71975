import {
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

/** What Pulumi's state says of an object. */
export interface Recorded {
  readonly manifest: Manifest;
  /** The last wait for it failed (init errors): the next update waits again, also without a change. */
  readonly failed: boolean;
}

/** The cluster by name, and Pulumi's state of it by key. Never changed: every step makes a new one. */
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

/** A map with one entry more, changed, or fewer, in the order of its keys so that equal maps look equal. */
function put<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
  const next = new Map(map);
  if (value !== undefined) next.set(key, value);
  else next.delete(key);
  return map.has(key) ? next : new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function withDeployment(world: World, live: LiveDeployment): World {
  return { ...world, deployments: put(world.deployments, live.manifest.name, live) };
}

/** The API server has the object now; nothing else has happened yet. */
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
 * Pulumi has noted the object. A Service that was waited for is known on every node: the wait is at least 10 s. Of a route
 * nothing says that every gateway has heard: one that was accepted before may look so still.
 */
export function recorded(world: World, manifest: Manifest, failed: boolean): World {
  const next = { ...world, state: put(world.state, manifest.key, { manifest, failed }) };
  return failed || manifest.kind !== "Service" || !manifest.awaited ? next : heard(next, manifest.name);
}

function heard(world: World, name: string): World {
  const live = world.services.get(name);
  return live?.stale ? { ...world, services: put(world.services, name, { manifest: live.manifest }) } : world;
}

/** The object and its pods are gone, from the cluster and from Pulumi's state. */
export function deleted(world: World, { kind, name, key }: Manifest): World {
  const { deployments, services, routes, state } = world;
  return {
    deployments: kind === "Deployment" ? put(deployments, name, undefined) : deployments,
    services: kind === "Service" ? put(services, name, undefined) : services,
    routes: kind === "Route" ? put(routes, name, undefined) : routes,
    state: put(state, key, undefined),
  };
}

/** Whether the provider's wait for this object would end now. */
export function isReady(world: World, manifest: Manifest): boolean {
  const live = manifest.kind === "Deployment" && world.deployments.get(manifest.name);
  if (live) return live.manifest === manifest && isRolledOut(live);
  return manifest.kind !== "Service" || !manifest.awaited || isServing(manifest, world.deployments.values());
}

/** Between two updates time passes: every node has heard of every Service, every gateway of every route. */
export function afterAWhile(world: World): World {
  const known = [...world.services.keys()].reduce(heard, world);
  if ([...world.routes.values()].every(({ stale }) => !stale)) return known;
  const routes = [...world.routes].map(([name, { manifest }]) => [name, { manifest }] as const);
  return { ...known, routes: new Map(routes) };
}

/**
 * `pulumi refresh`: the state says what is in the cluster, and which objects are not ready. Reading does not know of
 * waitFor, so that a held Deployment does not look ready.
 */
export function refreshed(world: World): World {
  const live = [world.deployments, world.services, world.routes].flatMap((objects) =>
    [...objects.values()].map(({ manifest }) => manifest),
  );
  const others = [...world.state.values()]
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => kind === "Other");
  const failed = (manifest: Manifest) =>
    !isReady(world, manifest) || (manifest.kind === "Deployment" && manifest.held);
  const state = [...live, ...others]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((manifest) => [manifest.key, { manifest, failed: failed(manifest) }] as const);
  return { ...world, state: new Map(state) };
}

/** What a route's gateways send to: the selectors of the Services with a weight. One that is missing has none. */
export function routedTo(world: World, weights: Readonly<Record<string, number>>): (Labels | undefined)[] {
  return Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .map(([service]) => world.services.get(service)?.manifest.selector);
}

/** Equal for equal worlds only. */
export function keyOf(world: World): string {
  return `${clusterKey(world)}|${stateKey(world)}`;
}

/** The same, but for what only a Deployment that is not at rest goes by. */
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

/** The world in words: `app-stable 3/3 v1, app-canary 1/1 v2 + 0/1 v3`. */
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
