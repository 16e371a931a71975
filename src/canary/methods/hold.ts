import type { input } from "@pulumi/kubernetes/types";
import { awaitPods } from "../../kubernetes/deployment.js";
import { type Draft, part } from "../../workload/part.js";
import { type CanaryRelease, type CanaryStep, TRACKS } from "../release.js";

/** Longest time a pod can be asked to stay ready before it counts as available: 68 years. */
const HELD_SECONDS = 2 ** 31 - 2;
/** The API server wants it above the former; the largest number means no deadline. */
const NO_DEADLINE = 2 ** 31 - 1;

/**
 * One Deployment whose rolling update is held as soon as the canary's pods stand.
 *
 * The update brings `plan.canary` pods of the new version (maxSurge) beside the untouched old ones (maxUnavailable 0).
 * They are ready and get traffic, but never become available, so the rollout goes no further, and nobody has to pause it
 * in time. Weight 100 lets it go on. Weight 0 takes it back, and lowers minReadySeconds in the same update: the old pods
 * would count as unavailable otherwise.
 */
export function byHold({ workload, args, plan, selectorOf, side }: CanaryStep): Omit<CanaryRelease, "plan"> {
  const oneDeployment = { as: "stable", replicas: args.replicas } as const;
  const old = workload.deployment(side("stable", oneDeployment));
  const next = args.canary && workload.deployment(side("canary", oneDeployment));
  const rolled = plan.canary > 0 && next ? next : old;
  const stable = part(
    "Deployment",
    plan.stable > 0 && plan.canary > 0 ? held(rolled, args.canary?.version ?? "", plan) : rolled,
  );
  const [service, ...additionalServices] = workload.services(selectorOf("stable"), [stable], TRACKS);
  const parts = [stable, service, ...additionalServices, ...workload.disruptionBudgets([stable])];
  return { parts, service, additionalServices, stable, timeout: workload.timeout };
}

function held(
  draft: Draft<"Deployment">,
  version: string,
  pods: { stable: number; canary: number },
): Draft<"Deployment"> {
  // The Deployment's own wait would never end, so `up` waits for this instead: the canary's pods stand, and all are ready.
  const counts = { updated: pods.canary, all: pods.stable + pods.canary };
  const { metadata, spec } = draft.manifest;
  const annotations = { ...metadata.annotations, ...awaitPods(version, counts) };
  return {
    ...draft,
    manifest: {
      metadata: { ...metadata, annotations },
      spec: {
        ...(spec as input.apps.v1.DeploymentSpec),
        minReadySeconds: HELD_SECONDS,
        progressDeadlineSeconds: NO_DEADLINE,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: pods.canary, maxUnavailable: 0 } },
      },
    },
  };
}
