import { behind, type LiveDeployment } from "./cluster.js";
import { changedPaths, type DeploymentManifest, type Labels, type Planned, selects } from "./manifests.js";
import type { Event, Moment } from "./update.js";
import { isReady, keyOf, type World } from "./world.js";

/** The ten promises of the design, as far as pods and objects show them. */
export type Invariant = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

export interface Broken {
  readonly invariant: Invariant;
  readonly how: string;
}

/** What one update has to keep. */
export interface Goal {
  readonly plan: readonly Planned[];
  /** Name of the Service that clients call. */
  readonly service: string;
  /**
   * Ready pods that clients can count on while the update runs: the fewest that any config since the last success, that
   * one and the new one asked for as `replicas`. 0 until the first success: nothing was promised yet.
   */
  readonly floor: number;
  /** `replicas` of the config: what a side has before it is sent anything. */
  readonly full: number;
  /** Whether every image of the plan that has pods is good. */
  readonly sound: boolean;
  /** What is wrong with the share of each side once the update is done; undefined when nothing is. */
  shareAtRest(world: World): string | undefined;
}

/** Seconds until every node has heard of a change of endpoints, at worst. Measured: with 3 to 5 nothing was lost. */
const NODES_HEAR_WITHIN = 5;

/** What must hold at every moment, and at the end. */
export function* brokenAt({ world, run }: Moment, goal: Goal, scratch: string): Generator<Broken> {
  const service = world.services.get(goal.service);
  const ready = service ? behind(service.manifest.selector, world.deployments.values()).ready : 0;
  if (ready < goal.floor)
    yield { invariant: 1, how: `${ready} ready pods behind the Service, promised ${goal.floor}` };
  if (run !== "done") return;
  if (!goal.sound) yield { invariant: 9, how: "`up` succeeds with an image that never gets ready" };
  else if (keyOf(world) !== scratch)
    yield { invariant: 10, how: "the end is not that of an update from nothing" };
  const how = goal.shareAtRest(world);
  if (how) yield { invariant: 5, how };
}

/** What must hold when something happens. */
export function* brokenBy(event: Event, { world }: Moment, goal: Goal): Generator<Broken> {
  const live = world.services.get(goal.service)?.manifest.selector;
  yield* endedUndrained(world, event.next.world, goal);
  const { manifest } = event;
  if (!manifest) return;
  if (manifest.kind === "Service" && manifest.name === goal.service) {
    if (event.kind === "delete") yield { invariant: 6, how: "the Service is deleted" };
    else if (!live || !equal(live, manifest.selector)) yield* selectedUnready(world, manifest.selector, goal);
  }
  const before = world.deployments.get(manifest.name);
  if (manifest.kind !== "Deployment" || !before) return;
  const after = event.kind === "delete" ? undefined : manifest;
  if (event.kind === "write" && !equal(before.manifest.selector, manifest.selector))
    yield { invariant: 6, how: `the selector of ${manifest.name} changes` };
  if (live && selects(live, before.manifest.template.labels))
    yield* liveSideWritten(before, after, world, goal, live);
}

/** A selector moves to pods only when they are ready at full size. */
function* selectedUnready(world: World, selector: Labels, { full }: Goal): Generator<Broken> {
  const { ready } = behind(selector, world.deployments.values());
  if (ready < full) yield { invariant: 2, how: `the selector moves to ${ready} ready pods of ${full}` };
}

/** A write to pods that clients reach now. */
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
    if (shrinks) yield { invariant: 3, how: `${name} shrinks before the Service leaves it` };
    if (!after || changedPaths(before.manifest.inputs.spec, after.inputs.spec).length > 0)
      yield { invariant: 7, how: `${name} is touched while it is live and another side is prepared` };
    return;
  }
  // A side that still carries the full load alone may shrink first: with maxPods 5, 4 + 1 becomes 3 + 1 and then 3 + 2.
  if (!shrinks || (after?.replicas ?? 0) >= goal.floor) return;
  const taking = goal.plan.filter(
    ({ manifest }) =>
      manifest.kind === "Deployment" && manifest.name !== name && selects(live, manifest.template.labels),
  );
  const waiting = taking.find(({ manifest }) => !isReady(world, manifest));
  if (waiting) {
    const how = `${name} shrinks below ${goal.floor} before ${waiting.manifest.name} has its size`;
    yield { invariant: 4, how };
  }
}

/** A pod that nodes may still send to drains until they have heard. */
function* endedUndrained(before: World, after: World, goal: Goal): Generator<Broken> {
  const service = before.services.get(goal.service);
  if (!service) return;
  for (const { manifest, replicaSets } of before.deployments.values()) {
    const now = after.deployments.get(manifest.name);
    if (now?.replicaSets === replicaSets) continue;
    for (const { template, ready } of replicaSets) {
      const left = now?.replicaSets.find((set) => set.template.key === template.key)?.ready ?? 0;
      if (left >= ready) continue;
      const routed = [service.manifest.selector, service.stale ?? {}].some((s) =>
        selects(s, template.labels),
      );
      const { drainSeconds, graceSeconds } = template;
      if (routed && (drainSeconds < NODES_HEAR_WITHIN || graceSeconds <= drainSeconds))
        yield { invariant: 3, how: `a pod of ${manifest.name} ends while nodes still send to it` };
    }
  }
}

function equal(a: Labels, b: Labels): boolean {
  return changedPaths(a, b).length === 0;
}
