import { fallSick, type LiveDeployment } from "./cluster.js";
import { type Goal, leastReady } from "./invariants.js";
import { type World, withDeployment } from "./world.js";

// Pods that fail between two updates. A promise cannot count on them, but what `verifyReady` makes `up` wait for must not either.

/** The worlds in which all pods of one Deployment have failed, and clients still find `floor` ready ones wherever they come in. */
export function ailing(world: World, { service, plan }: Goal, floor: number): World[] {
  return [...world.deployments.values()]
    .map((live) => withDeployment(world, fallSick(live)))
    .filter((sick) => sick !== world && leastReady(sick, service, plan) >= floor);
}

/** All pods that can get ready are. */
export function recovered(world: World): World {
  const well = ({ replicaSets, ...live }: LiveDeployment) => ({
    ...live,
    replicaSets: replicaSets.map((set) => (set.template.broken ? set : { ...set, ready: set.size })),
  });
  return [...world.deployments.values()].reduce((next, live) => withDeployment(next, well(live)), world);
}
