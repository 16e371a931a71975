import {
  createDeployment,
  isRolledOut,
  isServing,
  type LiveDeployment,
  type LiveService,
  updateDeployment,
  updateService,
} from "./cluster.js";
import type { Manifest } from "./manifests.js";

/** What Pulumi's state says of an object. */
export interface Recorded {
  readonly manifest: Manifest;
  /** The last wait for it failed (init errors): the next update waits again, also without a change. */
  readonly failed: boolean;
}

/** The cluster and Pulumi's state of it, by name. Never changed: every step makes a new one. */
export interface World {
  readonly deployments: ReadonlyMap<string, LiveDeployment>;
  readonly services: ReadonlyMap<string, LiveService>;
  readonly state: ReadonlyMap<string, Recorded>;
}

export const emptyWorld: World = { deployments: new Map(), services: new Map(), state: new Map() };

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
  return world;
}

/** Pulumi has noted the object. A Service that was waited for is known on every node: the wait is at least 10 s. */
export function recorded(world: World, manifest: Manifest, failed: boolean): World {
  const next = { ...world, state: put(world.state, manifest.name, { manifest, failed }) };
  return failed || manifest.kind !== "Service" ? next : heard(next, manifest.name);
}

function heard(world: World, name: string): World {
  const live = world.services.get(name);
  return live?.stale ? { ...world, services: put(world.services, name, { manifest: live.manifest }) } : world;
}

/** The object and its pods are gone, from the cluster and from Pulumi's state. */
export function deleted(world: World, name: string): World {
  return {
    deployments: put(world.deployments, name, undefined),
    services: put(world.services, name, undefined),
    state: put(world.state, name, undefined),
  };
}

/** Whether the provider's wait for this object would end now. */
export function isReady(world: World, manifest: Manifest): boolean {
  const live = manifest.kind === "Deployment" && world.deployments.get(manifest.name);
  if (live) return live.manifest === manifest && isRolledOut(live);
  return manifest.kind !== "Service" || isServing(manifest, world.deployments.values());
}

/** Between two updates time passes: every node has heard of every Service. */
export function afterAWhile(world: World): World {
  return [...world.services.keys()].reduce(heard, world);
}

/** `pulumi refresh`: the state says what is in the cluster, and which objects are not ready. */
export function refreshed(world: World): World {
  const live = [...world.deployments.values(), ...world.services.values()].map(({ manifest }) => manifest);
  const others = [...world.state.values()]
    .map(({ manifest }) => manifest)
    .filter(({ kind }) => kind === "Other");
  const state = [...live, ...others]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((manifest) => [manifest.name, { manifest, failed: !isReady(world, manifest) }] as const);
  return { ...world, state: new Map(state) };
}

/** Equal for equal worlds only. */
export function keyOf(world: World): string {
  return `${clusterKey(world)}|${stateKey(world)}`;
}

function clusterKey({ deployments, services }: World): string {
  let key = "";
  for (const { manifest, observed, sizedFor, replicaSets } of deployments.values()) {
    key += `${manifest.id}${observed ? "=" : "~"}${sizedFor}`;
    for (const { template, size, ready } of replicaSets)
      key += `,${templateId(template.key)}:${size}/${ready}`;
    key += ";";
  }
  for (const { manifest, stale } of services.values())
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
export function inWords({ deployments, services }: World): string {
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
  return [...pods, ...live].join(", ") || "nothing";
}
