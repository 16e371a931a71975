import {
  type DeploymentManifest,
  type Labels,
  type PodTemplate,
  type ServiceManifest,
  selects,
} from "./manifests.js";

/** The pods of one template of a Deployment. Pods that are ending are not counted: no Service sends to them any more. */
export interface ReplicaSet {
  readonly template: PodTemplate;
  readonly size: number;
  readonly ready: number;
}

/** A Deployment and its pods. */
export interface LiveDeployment {
  readonly manifest: DeploymentManifest;
  /** Whether the controller has seen the manifest as it is now (`observedGeneration`). */
  readonly observed: boolean;
  /** The `replicas` that the ReplicaSets were last sized for (their desired-replicas annotation). */
  readonly sizedFor: number;
  /** Those with pods, oldest first. */
  readonly replicaSets: readonly ReplicaSet[];
}

/** A Service. */
export interface LiveService {
  readonly manifest: ServiceManifest;
  /** The selector that some node may still route by, because not all have heard of the present one. */
  readonly stale?: Labels;
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

/**
 * One pass of the Deployment controller; undefined when it has nothing to do. As in Kubernetes 1.36,
 * pkg/controller/deployment: a change of `replicas` first resizes what is there, old templates included, and only then
 * is a new template rolled out.
 */
export function reconcile(live: LiveDeployment): LiveDeployment | undefined {
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

/** The states in which one more pod of a ReplicaSet is ready. */
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

/** All pods of a Deployment that were ready no longer are: its app has failed since. */
export function fallSick(live: LiveDeployment): LiveDeployment {
  return { ...live, replicaSets: live.replicaSets.map((set) => ({ ...set, ready: 0 })) };
}

/**
 * What the provider waits for: the controller has seen the manifest, and all pods are of its template, and ready.
 *
 * Left out: when one write both lowers `replicas` and changes the template, the controller shrinks the old ReplicaSet in a
 * pass of its own, and a provider that looks between the two passes may take that for the end (read in its source).
 */
export function isRolledOut({ manifest, observed, replicaSets }: LiveDeployment): boolean {
  if (!observed) return false;
  if (manifest.replicas === 0) return replicaSets.length === 0;
  const [set] = replicaSets;
  const { template, replicas } = manifest;
  return replicaSets.length === 1 && set.template.key === template.key && set.ready === replicas;
}

/** What the provider waits for: no pod behind the Service is unready. No pod at all is fine, as in the real provider. */
export function isServing(service: ServiceManifest, deployments: Iterable<LiveDeployment>): boolean {
  const { pods, ready } = behind(service.selector, deployments);
  return pods === ready;
}

/** The pods that a selector finds. */
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

const total = (sets: readonly ReplicaSet[]) => sets.reduce((sum, { size }) => sum + size, 0);

/** Unready pods go first. */
const sized = (set: ReplicaSet, size: number): ReplicaSet => ({
  ...set,
  size,
  ready: Math.min(set.ready, size),
});

/** `scale` of the controller: one ReplicaSet takes the whole change, several share it in proportion. */
function resize({ manifest, sizedFor, replicaSets }: LiveDeployment): ReplicaSet[] {
  const { replicas, maxSurge } = manifest;
  if (replicaSets.length === 1) return [sized(replicaSets[0], replicas)];
  const allowed = replicas > 0 ? replicas + maxSurge : 0;
  const change = allowed - total(replicaSets);
  const order = [...replicaSets.keys()].sort(
    (a, b) => replicaSets[b].size - replicaSets[a].size || (change > 0 ? b - a : a - b),
  );
  const sizes = replicaSets.map(({ size }) => size);
  let left = change;
  for (const index of order) {
    const { size } = replicaSets[index];
    const share =
      replicas === 0 ? -size : Math.round((size * (replicas + maxSurge)) / (sizedFor + maxSurge)) - size;
    const part = change > 0 ? Math.min(share, left) : Math.max(share, left);
    if (change === 0) continue;
    sizes[index] += part;
    left -= part;
  }
  sizes[order[0]] = Math.max(0, sizes[order[0]] + left);
  return replicaSets.map((set, index) => sized(set, sizes[index]));
}

/** `rolloutRolling` of the controller: grow the new ReplicaSet as far as maxSurge lets it, else shrink the old ones. */
function roll({ manifest, replicaSets }: LiveDeployment): ReplicaSet[] | undefined {
  const { replicas, maxSurge, maxUnavailable, template } = manifest;
  const current = replicaSets.find((set) => set.template.key === template.key);
  const size = current?.size ?? 0;
  const room = replicas + maxSurge - total(replicaSets);
  const grown = size > replicas ? replicas : size + Math.max(0, Math.min(room, replicas - size));
  if (grown !== size) {
    return current
      ? replicaSets.map((set) => (set === current ? sized(set, grown) : set))
      : [...replicaSets, { template, size: grown, ready: 0 }];
  }
  const old = replicaSets.filter((set) => set !== current);
  const least = replicas - maxUnavailable;
  const removable = total(replicaSets) - least - (size - (current?.ready ?? 0));
  if (old.length === 0 || removable <= 0) return undefined;
  const shrunk = withoutReady(withoutUnready(replicaSets, current, removable), current, least);
  return shrunk.every((set, index) => set.size === replicaSets[index].size) ? undefined : shrunk;
}

function withoutUnready(sets: readonly ReplicaSet[], current: ReplicaSet | undefined, most: number) {
  let left = most;
  return sets.map((set) => {
    if (set === current) return set;
    const count = Math.min(left, set.size - set.ready);
    left -= count;
    return sized(set, set.size - count);
  });
}

function withoutReady(sets: readonly ReplicaSet[], current: ReplicaSet | undefined, least: number) {
  let left = Math.max(0, sets.reduce((sum, { ready }) => sum + ready, 0) - least);
  return sets.map((set) => {
    if (set === current) return set;
    const count = Math.min(left, set.size);
    left -= count;
    return sized(set, set.size - count);
  });
}
