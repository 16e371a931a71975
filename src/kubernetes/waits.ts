import type { CustomTimeouts } from "@pulumi/pulumi";
import { ANNOTATIONS, PROVIDER_ANNOTATIONS } from "../contract/names.js";
import type { Bounds } from "../contract/outputs.js";
import { enoughReady } from "../contract/readiness.js";

/** The annotations of an object. */
type Annotations = Record<string, string>;

/**
 * Annotation that forces ownership of the fields Pulumi sets, on an object that another tool may have made. Without it, the
 * API server refuses the first change of such a field as a conflict, defaults that the other tool set included.
 */
export const FORCE_CONFLICTS: Annotations = { [PROVIDER_ANNOTATIONS.patchForce]: "true" };

/** Annotation that skips the provider's wait for an object. */
export const SKIP_WAIT: Annotations = { [PROVIDER_ANNOTATIONS.skipAwait]: "true" };

/** Limits the provider's wait for one object, which is ten minutes by default, also for a rollout that has failed. */
export function timeouts(seconds: number): CustomTimeouts {
  return { create: `${seconds}s`, update: `${seconds}s` };
}

/**
 * Waits until the pods of this write are ready: none of an older version is left, `updated` pods are of this version, and
 * all are ready.
 *
 * The provider's own wait begins with a list that can be older than its write when the API server is busy, so it can take
 * the Deployment's earlier state for a finished rollout. Measured, such a wait ended within a second, and a flip to a color
 * that was to grow from 0 found no pod. Trade-off: `up` no longer diagnoses a pod that does not start.
 */
export function waitForPods(version: string, pods: { updated: number; all: number }): Annotations {
  if (pods.all === 0) return { [ANNOTATIONS.version]: version };
  return waitForVersion(version, [
    `jsonpath={.status.replicas}=${pods.all}`,
    `jsonpath={.status.updatedReplicas}=${pods.updated}`,
    `jsonpath={.status.readyReplicas}=${pods.all}`,
  ]);
}

/**
 * Waits until the pods of this write are ready, however many an autoscaler makes of them: none of an older version is left,
 * and as many are ready as `bounds` allow. Pods above the minimum that cannot start delay nothing. Without `bounds` it does
 * not wait.
 *
 * The provider reads a condition as RFC 9535 JSONPath, so it can compare. It splits the condition at a single `=`, so `>=`
 * is not possible, and its parser accepts no space after a path.
 */
export function waitForReadyRange(version: string, bounds: Bounds | undefined): Annotations {
  if (!bounds) return waitForVersion(version, []);
  return waitForVersion(version, [
    statusMeets([...within("readyReplicas", bounds), "@.updatedReplicas==@.replicas"]),
  ]);
}

/**
 * Waits until at least `pods` pods that a PodDisruptionBudget selects are ready, when this update relies on them. Nothing
 * of their Deployment has to change for it, and the Deployment's own wait for all pods does not begin again.
 */
export function waitForEnoughReady(key: string, pods: number): Annotations {
  const written = `jsonpath={.metadata.annotations['${ANNOTATIONS.reliedOn}']}=${key}`;
  return {
    [ANNOTATIONS.reliedOn]: key,
    [PROVIDER_ANNOTATIONS.waitFor]: JSON.stringify([written, `jsonpath={${enoughReady(pods)}}`]),
  };
}

/** Waits until an autoscaler has brought the number of pods within its bounds. */
export function waitForReplicaRange(bounds: Bounds): Annotations {
  return { [PROVIDER_ANNOTATIONS.waitFor]: JSON.stringify([statusMeets(within("currentReplicas", bounds))]) };
}

/** The status of a route in which every parent has accepted its newest generation. */
const ACCEPTED = [
  "length(@.parents)>0",
  `length(@.parents)==count(@.parents[?@.conditions[?${[
    '@.type=="Accepted"',
    '@.status=="True"',
    "@.observedGeneration==$.metadata.generation",
  ].join("&&")}]])`,
];

/**
 * Waits until every gateway that reports a status has accepted this write of a route. A condition alone is not enough: it
 * stays true from the change before, also while the gateway's controller does not run.
 */
export function waitForRoute(backends: readonly { name: string; weight: number }[]): Annotations {
  const written = backends.map(
    ({ name, weight }) => `jsonpath={.spec.rules[0].backendRefs[?@.name=="${name}"&&@.weight==${weight}]}`,
  );
  return { [PROVIDER_ANNOTATIONS.waitFor]: JSON.stringify([...written, statusMeets(ACCEPTED)]) };
}

/** Waits until `up` sees its own write of a version, and the conditions are true for it. */
function waitForVersion(version: string, conditions: readonly string[]): Annotations {
  const written = `jsonpath={.metadata.annotations['${ANNOTATIONS.version}']}=${version}`;
  return {
    [ANNOTATIONS.version]: version,
    [PROVIDER_ANNOTATIONS.waitFor]: JSON.stringify([written, ...conditions]),
  };
}

function within(field: string, { min, max }: Bounds): string[] {
  return [`@.${field}>${min - 1}`, `@.${field}<${max + 1}`];
}

/** The condition that one field of the object, which can only be its status, passes all tests. */
function statusMeets(tests: readonly string[]): string {
  return `jsonpath={[?${tests.join("&&")}]}`;
}
