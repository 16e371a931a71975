import {
  type DeploymentManifest,
  type Labels,
  type PodTemplate,
  type RouteManifest,
  type ServiceManifest,
  selects,
} from "./manifests.js";

/** The pods of one template of a Deployment. Terminating pods are not counted, because no Service sends to them. */
export interface ReplicaSet {
  readonly template: PodTemplate;
  readonly size: number;
  readonly ready: number;
  /** Whether its pods never become available, even when ready. */
  readonly held: boolean;
  /** `replicas` and surge of the Deployment when it was last sized (its max-replicas annotation). */
  readonly most: number;
}

/** A Deployment and its pods. */
export interface LiveDeployment {
  readonly manifest: DeploymentManifest;
  /** Whether the controller has observed the current manifest (`observedGeneration`). */
  readonly observed: boolean;
  /** The `replicas` for which the ReplicaSets were last scaled (their desired-replicas annotation). */
  readonly sizedFor: number;
  /** Those with pods, oldest first. */
  readonly replicaSets: readonly ReplicaSet[];
}

/** A Service. */
export interface LiveService {
  readonly manifest: ServiceManifest;
  /** The previous selector, which a node may still use until the current one reaches it. */
  readonly stale?: Labels;
}

/** A Gateway API route. */
export interface LiveRoute {
  readonly manifest: RouteManifest;
  /** The previous weights, which a gateway may still use. */
  readonly stale?: RouteManifest["weights"];
}

export function createDeployment(manifest: DeploymentManifest): LiveDeployment {
  return { manifest, observed: false, sizedFor: manifest.replicas, replicaSets: [] };
}

export function updateDeployment(live: LiveDeployment, manifest: DeploymentManifest): LiveDeployment {
  return live.manifest === manifest ? live : { ...live, manifest, observed: false };
}

export function updateService(live: LiveService, manifest: ServiceManifest): LiveService {
  const same = JSON.stringify(live.manifest.selector) === JSON.stringify(manifest.selector);
  return same ? { ...live, manifest } : { manifest, stale: live.manifest.selector };
}

export function updateRoute(live: LiveRoute, manifest: RouteManifest): LiveRoute {
  const same = JSON.stringify(live.manifest.weights) === JSON.stringify(manifest.weights);
  return same ? { ...live, manifest } : { manifest, stale: live.manifest.weights };
}

/**
 * One pass of the Deployment controller; undefined when it has nothing to do. As in pkg/controller/deployment of Kubernetes
 * 1.36, a change of `replicas` first scales the existing ReplicaSets, old templates included. Only then does the controller
 * roll out a new template. The ReplicaSet of the current template gets its minReadySeconds; older ones keep theirs.
 */
export function reconcile(seen: LiveDeployment): LiveDeployment | undefined {
  const live = seen.observed ? seen : { ...seen, replicaSets: seen.replicaSets.map(withMinReady(seen)) };
  const resized = live.replicaSets.length > 0 && live.sizedFor !== live.manifest.replicas;
  const replicaSets = resized ? resize(live) : roll(live);
  if (live.observed && !replicaSets && !resized) return undefined;
  return {
    manifest: live.manifest,
    observed: true,
    sizedFor: live.manifest.replicas,
    replicaSets: (replicaSets ?? live.replicaSets).filter(({ size }) => size > 0),
  };
}

function withMinReady({ manifest: { template, held } }: LiveDeployment) {
  return (set: ReplicaSet) =>
    set.template.key === template.key && set.held !== held ? { ...set, held } : set;
}

/** The possible states with one more ready pod. */
export function oneMoreReady(live: LiveDeployment): LiveDeployment[] {
  return live.replicaSets.flatMap((set, index) =>
    set.ready === set.size || set.template.broken
      ? []
      : [
          {
            ...live,
            replicaSets: live.replicaSets.map((other, at) =>
              at === index ? { ...set, ready: set.ready + 1 } : other,
            ),
          },
        ],
  );
}

/** The state after a held pod is lost and another one is started; undefined unless `replicas` old pods are available. */
export function oneHeldLess(live: LiveDeployment): LiveDeployment | undefined {
  const lost = live.replicaSets.find(({ held, ready }) => held && ready > 0);
  if (!lost || sum(live.replicaSets, available) < live.manifest.replicas) return undefined;
  return {
    ...live,
    replicaSets: live.replicaSets.map((set) => (set === lost ? { ...set, ready: set.ready - 1 } : set)),
  };
}

/** The state after `count` pods of each ReplicaSet have failed. Default: all of them, because the app has. */
export function failPods(live: LiveDeployment, count = Number.POSITIVE_INFINITY): LiveDeployment {
  const replicaSets = live.replicaSets.map((set) => ({ ...set, ready: Math.max(0, set.ready - count) }));
  return { ...live, replicaSets };
}

/**
 * What the provider waits for: the controller has observed the manifest, and the status has the requested counts. Without
 * requested counts, all pods must have the current template and be available.
 *
 * Not modelled: when one write lowers `replicas` and changes the template, the controller scales the old ReplicaSet in a
 * separate pass. A provider that reads the status between both passes can mistake it for the end (read in its source).
 */
export function isRolledOut({ manifest, observed, replicaSets }: LiveDeployment): boolean {
  if (!observed) return false;
  const { template, replicas, waitFor } = manifest;
  const current = replicaSets.find((set) => set.template.key === template.key);
  if (waitFor)
    return (
      total(replicaSets) === waitFor.replicas &&
      (current?.size ?? 0) === waitFor.updatedReplicas &&
      sum(replicaSets, ({ ready }) => ready) === waitFor.readyReplicas
    );
  return total(replicaSets) === replicas && (current ? available(current) : 0) === replicas;
}

/** What the provider waits for: no pod behind the Service is unready. Like the real provider, it accepts no pods at all. */
export function isServing(service: ServiceManifest, deployments: Iterable<LiveDeployment>): boolean {
  const { pods, ready } = behind(service.selector, deployments);
  return pods === ready;
}

/** The number of pods that a selector matches, and how many of them are ready. */
export function behind(selector: Labels, deployments: Iterable<LiveDeployment>) {
  let pods = 0;
  let ready = 0;
  for (const { replicaSets } of deployments)
    for (const set of replicaSets) {
      if (!selects(selector, set.template.labels)) continue;
      pods += set.size;
      ready += set.ready;
    }
  return { pods, ready };
}

const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number) =>
  sets.reduce((all, set) => all + count(set), 0);

const total = (sets: readonly ReplicaSet[]) => sum(sets, ({ size }) => size);

const available = ({ held, ready }: ReplicaSet) => (held ? 0 : ready);

/** Removes unready pods first. */
const sized = (set: ReplicaSet, size: number, most: number): ReplicaSet =>
  size === set.size ? set : { ...set, size, ready: Math.min(set.ready, size), most };

/** `scale` of the controller: a single ReplicaSet takes the whole change, several share it in proportion. */
function resize({ manifest, replicaSets }: LiveDeployment): ReplicaSet[] {
  const { replicas, maxSurge } = manifest;
  const most = replicas + maxSurge;
  if (replicaSets.length === 1) return [sized(replicaSets[0], replicas, most)];
  const change = (replicas > 0 ? most : 0) - total(replicaSets);
  const order = [...replicaSets.keys()].sort(
    (a, b) => replicaSets[b].size - replicaSets[a].size || (change > 0 ? b - a : a - b),
  );
  const sizes = replicaSets.map(({ size }) => size);
  let left = change;
  for (const index of order) {
    if (left === 0) break;
    const { size, most: before } = replicaSets[index];
    const share = replicas === 0 ? -size : Math.round((size * most) / before) - size;
    const part = change > 0 ? Math.min(share, left) : Math.max(share, left);
    sizes[index] += part;
    left -= part;
  }
  sizes[order[0]] = Math.max(0, sizes[order[0]] + left);
  return replicaSets.map((set, index) => ({ ...sized(set, sizes[index], most), most }));
}

/** `rolloutRolling` of the controller: scales up the new ReplicaSet within maxSurge, otherwise scales down the old ones. */
function roll({ manifest, replicaSets }: LiveDeployment): ReplicaSet[] | undefined {
  const { replicas, maxSurge, maxUnavailable, template, held } = manifest;
  const most = replicas + maxSurge;
  const current = replicaSets.find((set) => set.template.key === template.key);
  const size = current?.size ?? 0;
  const room = most - total(replicaSets);
  const grown = size > replicas ? replicas : size + Math.max(0, Math.min(room, replicas - size));
  if (grown !== size) {
    return current
      ? replicaSets.map((set) => (set === current ? sized(set, grown, most) : set))
      : [...replicaSets, { template, size: grown, ready: 0, held, most }];
  }
  const least = replicas - maxUnavailable;
  const removable = total(replicaSets) - least - (size - (current ? available(current) : 0));
  if (replicaSets.every((set) => set === current) || removable <= 0) return undefined;
  const unhealthy = (set: ReplicaSet) => (set === current ? 0 : set.size - available(set));
  const old = (set: ReplicaSet) => (set === current ? 0 : set.size);
  const spare = sum(replicaSets, available) - least;
  const left = shrunk(shrunk(replicaSets, removable, most, unhealthy), spare, most, old);
  return left.every((set, index) => set.size === replicaSets[index].size) ? undefined : left;
}

/** Removes up to `count` pods from the ReplicaSets, oldest first, and from each at most `removable`. */
function shrunk(
  sets: readonly ReplicaSet[],
  count: number,
  most: number,
  removable: (set: ReplicaSet) => number,
): ReplicaSet[] {
  let left = Math.max(0, count);
  return sets.map((set) => {
    const gone = Math.min(left, removable(set));
    left -= gone;
    return sized(set, set.size - gone, most);
  });
}
