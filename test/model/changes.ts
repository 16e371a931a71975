import { behind, type LiveDeployment } from "./cluster.js";
import type { Broken } from "./invariants.js";
import { changedPaths, type Manifest, type Planned, selects } from "./manifests.js";

/** What a change of config affects. */
export interface Change {
  /** Whether only the weight, the active color or sizes change. Then traffic moves and no pod template changes. */
  readonly trafficOnly: boolean;
  /** Keys of the objects whose arguments do not change. */
  readonly untouched: readonly string[];
}

/** What must hold between the objects of two configs, however the update goes. */
export function* brokenBetween(
  before: readonly Planned[],
  after: readonly Planned[],
  change: Change,
): Generator<Broken> {
  const old = new Map(before.map(({ manifest }) => [manifest.key, manifest]));
  for (const { manifest } of after) {
    const was = old.get(manifest.key);
    if (!was || was === manifest) continue;
    const paths = changedPaths(was.inputs, manifest.inputs);
    const named = manifest.key;
    yield* identityLost(was, manifest, named);
    if (change.trafficOnly && paths.some((path) => path.startsWith("spec.template")))
      yield { invariant: 8, how: `only traffic moves, but the pods of ${named} are replaced` };
    // A Deployment's own metadata may change, because it does not affect pods.
    if (change.untouched.includes(manifest.key) && paths.some((path) => path.startsWith("spec")))
      yield { invariant: 7, how: `${named} changes, but none of its arguments does: ${paths.join(", ")}` };
  }
}

function* identityLost(was: Manifest, is: Manifest, named: string): Generator<Broken> {
  const replaced = was.urn !== is.urn || was.inputs.spec?.clusterIP !== is.inputs.spec?.clusterIP;
  if (replaced) yield { invariant: 6, how: `${named} is replaced` };
  if (was.kind !== "Deployment" || is.kind !== "Deployment") return;
  if (changedPaths(was.selector, is.selector).length > 0)
    yield { invariant: 6, how: `the selector of ${named} changes, so it is replaced` };
}

/** What must hold within the objects of one config. */
export function* brokenWithin(plan: readonly Planned[]): Generator<Broken> {
  const deployments = plan.flatMap(({ manifest }) => (manifest.kind === "Deployment" ? [manifest] : []));
  for (const { name, selector } of deployments)
    for (const other of deployments) {
      if (selects(selector, other.template.labels) === (other.name === name)) continue;
      yield {
        invariant: 6,
        how: `the selector of ${name} does not distinguish its pods from those of ${other.name}`,
      };
    }
}

/** The number of ready pods of one Deployment. */
export function readyOf(live: LiveDeployment | undefined): number {
  return live ? behind(live.manifest.selector, [live]).ready : 0;
}
