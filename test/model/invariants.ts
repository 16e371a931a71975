import { behind, type LiveDeployment, type LiveRoute } from "./cluster.js";
import {
  changedPaths,
  type DeploymentManifest,
  type Labels,
  type Planned,
  type PodTemplate,
  type RouteManifest,
  selects,
} from "./manifests.js";
import type { Event, Moment } from "./update.js";
import { afterAWhile, isReady, restKey, routedTo, type World } from "./world.js";

/** The numbers of the promises in docs/safety.md that pods and objects can show. */
export type Invariant = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

export interface Broken {
  readonly invariant: Invariant;
  readonly how: string;
}

/** What one update must keep. */
export interface Goal {
  readonly plan: readonly Planned[];
  /** Name of the Service that clients call. */
  readonly service: string;
  /**
   * The ready pods that clients can rely on during the update: the smallest `replicas` of the last successful config and
   * of every config since, the new one included. 0 until the first success, because nothing was promised yet.
   */
  readonly floor: number;
  /** `replicas` of the config: the size of a side before it gets traffic. */
  readonly full: number;
  /** Whether every image that has pods becomes ready. */
  readonly sound: boolean;
  /** The template of the old pods that a held rollout keeps; undefined without a hold. */
  readonly beneath?: PodTemplate;
  /** Whether pods failed before the update, which it may not know. Then it may end in another world. */
  readonly podsFailedBefore?: boolean;
  /** What is wrong with the share of each side after the update; undefined when nothing is. */
  shareAtRest(world: World): string | undefined;
}

/** The most seconds until a change of endpoints reaches every node. Measured: with 3 to 5, no connection was lost. */
const NODES_HEAR_WITHIN = 5;

/** What must hold at every moment, and at the end. */
export function* brokenAt({ world, run }: Moment, goal: Goal, scratch: string): Generator<Broken> {
  const least = leastReady(world, goal.service, goal.plan);
  if (least < goal.floor)
    yield { invariant: 1, how: `${least} ready pods where clients come in, promised ${goal.floor}` };
  yield* brokenHold(world, goal);
  if (run !== "done" || goal.podsFailedBefore) return;
  if (!goal.sound) yield { invariant: 9, how: "`up` succeeds with an image that never gets ready" };
  else if (restKey(afterAWhile(world)) !== scratch)
    yield { invariant: 10, how: "the end is not that of an update from nothing" };
  const how = goal.shareAtRest(world);
  if (how) yield { invariant: 5, how };
}

/**
 * The smallest number of ready pods that clients can reach: behind the Service, and behind each Service that a route of
 * the plan sends to. A route that is removed promises nothing.
 */
export function leastReady(world: World, service: string, plan: readonly Planned[]): number {
  const selectors = [world.services.get(service)?.manifest.selector];
  for (const { manifest } of keptRoutes(world, plan)) selectors.push(...routedTo(world, manifest.weights));
  return Math.min(...selectors.map((selector = {}) => behind(selector, world.deployments.values()).ready));
}

function keptRoutes({ routes }: World, plan: readonly Planned[]): LiveRoute[] {
  return [...routes.values()].filter((route) =>
    plan.some(({ manifest }) => manifest.key === route.manifest.key),
  );
}

/** During a hold, all old pods stay, and there are no more new ones than the weight requires. */
function* brokenHold({ deployments }: World, { plan, floor, beneath }: Goal): Generator<Broken> {
  if (!beneath) return;
  for (const { manifest, replicaSets } of deployments.values()) {
    if (!plan.some((planned) => planned.manifest === manifest)) continue;
    const { pods, ready } = behind(manifest.selector, deployments.values());
    const old = replicaSets.find(({ template }) => template.key === beneath.key) ?? { size: 0, ready: 0 };
    if (old.ready < floor)
      yield { invariant: 7, how: `${old.ready} old pods of ${floor} are left next to the canary's` };
    if (pods - old.size > manifest.maxSurge)
      yield { invariant: 5, how: `${ready - old.ready} canary pods get traffic, not ${manifest.maxSurge}` };
  }
}

/** What must hold when an event happens. */
export function* brokenBy(event: Event, { world }: Moment, goal: Goal): Generator<Broken> {
  const live = world.services.get(goal.service)?.manifest.selector;
  if (event.kind === "cluster" || event.kind === "delete")
    yield* endedUndrained(world, event.next.world, goal);
  const { manifest } = event;
  if (!manifest) return;
  if (manifest.kind === "Route" && event.kind === "write") yield* routedUnready(world, manifest, goal);
  if (manifest.kind === "Service" && manifest.name === goal.service) {
    if (event.kind === "delete") yield { invariant: 6, how: "the Service is deleted" };
    else if (!live || !equal(live, manifest.selector)) yield* selectedUnready(world, manifest.selector, goal);
  }
  const before = world.deployments.get(manifest.name);
  if (manifest.kind !== "Deployment" || !before) return;
  const after = event.kind === "delete" ? undefined : manifest;
  if (event.kind === "write" && !equal(before.manifest.selector, manifest.selector))
    yield { invariant: 6, how: `the selector of ${manifest.name} changes` };
  if ((after?.replicas ?? 0) < Math.min(before.manifest.replicas, goal.floor)) {
    const gets = (weights: RouteManifest["weights"]) =>
      routedTo(world, weights).some((s) => s && selects(s, before.manifest.template.labels));
    if (keptRoutes(world, goal.plan).some((route) => gets(route.manifest.weights)))
      yield { invariant: 3, how: `${manifest.name} shrinks before the route leaves it` };
  }
  if (live && selects(live, before.manifest.template.labels))
    yield* liveSideWritten(before, after, world, goal, live);
}

/** A selector may move to pods only when all of them are ready. */
function* selectedUnready(world: World, selector: Labels, { full }: Goal): Generator<Broken> {
  const { ready } = behind(selector, world.deployments.values());
  if (ready < full) yield { invariant: 2, how: `the selector moves to ${ready} ready pods of ${full}` };
}

/** A route may send more to a Service only when all of its pods are ready. */
function* routedUnready(world: World, { name, weights }: RouteManifest, { full }: Goal): Generator<Broken> {
  const before = world.routes.get(name)?.manifest.weights ?? {};
  for (const [service, weight] of Object.entries(weights)) {
    if (weight <= (before[service] ?? 0)) continue;
    const selector = world.services.get(service)?.manifest.selector ?? {};
    const { ready } = behind(selector, world.deployments.values());
    if (ready < full)
      yield { invariant: 2, how: `the route sends to ${ready} ready pods of ${full} behind ${service}` };
  }
}

/** A write to pods that clients currently reach. */
function* liveSideWritten(
  before: LiveDeployment,
  after: DeploymentManifest | undefined,
  world: World,
  goal: Goal,
  live: Labels,
): Generator<Broken> {
  const { name } = before.manifest;
  const target = goal.plan.find(({ manifest }) => manifest.name === goal.service)?.manifest;
  const shrinks = (after?.replicas ?? 0) < before.manifest.replicas;
  if (target?.kind === "Service" && !equal(live, target.selector)) {
    const changed = after ? changedPaths(before.manifest.inputs.spec, after.inputs.spec) : ["metadata"];
    // A side that keeps a weight in the route keeps its full size, which may now be smaller.
    const kept = after && stillRouted(goal, after);
    if (shrinks && !kept) yield { invariant: 3, how: `${name} shrinks before the Service leaves it` };
    if (changed.some((path) => !kept || path.startsWith("template")))
      yield { invariant: 7, how: `${name} is touched while it is live and another side is prepared` };
    return;
  }
  // A side that can still carry the full load alone may shrink first: with maxPods 5, 4 + 1 becomes 3 + 1 and then 3 + 2.
  if (!shrinks || (after?.replicas ?? 0) >= goal.floor) return;
  const taking = goal.plan.filter(
    ({ manifest }) =>
      manifest.kind === "Deployment" && manifest.name !== name && selects(live, manifest.template.labels),
  );
  // A side that lost pods before the update may be relied on with those that are left.
  const hasEnough = (taker: string) => {
    const pods = world.deployments.get(taker);
    return goal.podsFailedBefore && pods && behind(pods.manifest.selector, [pods]).ready >= goal.full;
  };
  const waiting = taking.find(({ manifest }) => !isReady(world, manifest) && !hasEnough(manifest.name));
  if (waiting) {
    const how = `${name} shrinks below ${goal.floor} before ${waiting.manifest.name} has its size`;
    yield { invariant: 4, how };
  }
}

/** Whether the route of the new config sends to the pods of this Deployment. */
function stillRouted({ plan }: Goal, { template }: DeploymentManifest): boolean {
  const weights = plan.flatMap(({ manifest }) => (manifest.kind === "Route" ? [manifest.weights] : []));
  return plan.some(
    ({ manifest }) =>
      manifest.kind === "Service" &&
      weights.some(({ [manifest.name]: weight = 0 }) => weight > 0) &&
      selects(manifest.selector, template.labels),
  );
}

/** A pod drains until the change has reached every node that may still send to it. */
function* endedUndrained(before: World, after: World, goal: Goal): Generator<Broken> {
  for (const { manifest, replicaSets } of before.deployments.values()) {
    const now = after.deployments.get(manifest.name);
    if (now?.replicaSets === replicaSets) continue;
    for (const { template, ready } of replicaSets) {
      const left = now?.replicaSets.find((set) => set.template.key === template.key)?.ready ?? 0;
      if (left >= ready) continue;
      const routed = entrances(before, goal).some((selector) => selects(selector, template.labels));
      const { drainSeconds, graceSeconds } = template;
      if (routed && (drainSeconds < NODES_HEAR_WITHIN || graceSeconds <= drainSeconds))
        yield { invariant: 3, how: `a pod of ${manifest.name} ends while nodes still send to it` };
    }
  }
}

/** The selectors that a node or gateway may currently use. */
function entrances(world: World, goal: Goal): Labels[] {
  const service = world.services.get(goal.service);
  const byRoute = [...world.routes.values()].flatMap(({ manifest, stale = {} }) => [
    ...routedTo(world, manifest.weights),
    ...routedTo(world, stale),
  ]);
  return [service?.manifest.selector, service?.stale, ...byRoute].filter(
    (selector) => selector !== undefined,
  );
}

function equal(a: Labels, b: Labels): boolean {
  return changedPaths(a, b).length === 0;
}
