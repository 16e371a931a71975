import { DEFAULT_MIN_READY } from "../../src/contract/defaults.js";
import { failPods, type LiveDeployment } from "./cluster.js";
import { type Goal, leastReady } from "./invariants.js";
import { type World, withDeployment } from "./world.js";

// Pods that fail between two updates. No promise relies on them until an update has seen that enough of them are ready.

/** A world in which pods of one Deployment have failed, and what an update of it still promises. */
export interface Failed {
  readonly world: World;
  readonly goal: Goal;
}

/**
 * The worlds in which one or all pods of one Deployment have failed, and clients still reach enough ready pods everywhere.
 * An update may rely on a side of which `enough` pods are left. Not during a hold: there the controller replaces old pods that
 * fail with new ones of the canary, and `up` cannot change that.
 */
export function worldsWithFailedPods(
  world: World,
  goal: Goal,
  enough: (deployment: string) => number,
): Failed[] {
  return [...world.deployments.values()].flatMap((live) => {
    if (goal.beneath || live.manifest.held) return [];
    const full = enough(live.manifest.name);
    const promised = { ...goal, full, floor: Math.min(goal.floor, full), podsFailedBefore: true };
    return [1, Number.POSITIVE_INFINITY]
      .map((count) => ({ world: withDeployment(world, failPods(live, count)), goal: promised }))
      .filter((failed) => leastReady(failed.world, goal.service, goal.plan) >= promised.floor);
  });
}

/** The world in which every pod that can become ready is ready. */
export function recovered(world: World): World {
  const well = ({ replicaSets, ...live }: LiveDeployment) => ({
    ...live,
    replicaSets: replicaSets.map((set) => (set.template.broken ? set : { ...set, ready: set.size })),
  });
  return [...world.deployments.values()].reduce((next, live) => withDeployment(next, well(live)), world);
}

/** The ready pods that `minReady` requires of `replicas`. */
export function enoughOf(replicas: number, minReady = DEFAULT_MIN_READY): number {
  return Math.max(1, Math.floor((replicas * minReady) / 100));
}

/** How a config checks the pods that it relies on. */
export function inWordsOf(checks: { readonly verifyReady?: boolean; readonly minReady?: number }): string {
  const minReady = checks.minReady === undefined ? "" : `, at least ${checks.minReady} % ready`;
  return checks.verifyReady === false ? ", not verified" : minReady;
}
