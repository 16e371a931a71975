import { failPods, type LiveDeployment } from "./cluster.js";
import { type Goal, leastReady } from "./invariants.js";
import { type World, withDeployment } from "./world.js";

// Pods that fail between two updates. Neither a promise nor what `verifyReady` waits for may rely on them.

/** The worlds in which all pods of one Deployment have failed and clients still reach `floor` ready pods everywhere. */
export function worldsWithFailedPods(world: World, { service, plan }: Goal, floor: number): World[] {
  return [...world.deployments.values()]
    .map((live) => withDeployment(world, failPods(live)))
    .filter((next) => next !== world && leastReady(next, service, plan) >= floor);
}

/** The world in which every pod that can become ready is ready. */
export function recovered(world: World): World {
  const well = ({ replicaSets, ...live }: LiveDeployment) => ({
    ...live,
    replicaSets: replicaSets.map((set) => (set.template.broken ? set : { ...set, ready: set.size })),
  });
  return [...world.deployments.values()].reduce((next, live) => withDeployment(next, well(live)), world);
}
