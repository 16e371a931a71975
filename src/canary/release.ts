import type { input } from "@pulumi/kubernetes/types";
import { checkFlag, checkKeys, checkWord, isRecord } from "../problems/checks.js";
import type { Problems } from "../problems/problems.js";
import { checkName, OWN_PREFIX } from "../workload/identity.js";
import { checkVersionArgs } from "../workload/versions.js";
import { Workload } from "../workload/workload.js";
import type { CanaryDeploymentArgs } from "./args.js";
import { checkShare, warnOfSkew } from "./caveats.js";
import { type CanaryPlan, checkPlan, planCanary } from "./plan.js";

/** Name of a side. */
export type Track = "stable" | "canary";

/** One canary step as plain data: what stands where, and in which order it is brought there. */
export interface CanaryRelease {
  readonly plan: CanaryPlan;
  /** The Deployments in the order they change: each is ready before the next begins. The canary's is left out without one. */
  readonly order: readonly { readonly track: Track; readonly manifest: input.apps.v1.Deployment }[];
  readonly service: input.core.v1.Service;
  /** Seconds to wait for each object. */
  readonly timeout: number;
}

const KEYS = Object.keys({
  replicas: true,
  weight: true,
  stable: true,
  canary: true,
  template: true,
  service: true,
  method: true,
  maxPods: true,
  tolerance: true,
  strict: true,
  drainSeconds: true,
  labels: true,
  namespace: true,
  timeout: true,
} satisfies Record<keyof CanaryDeploymentArgs, true>);

/** Checks the arguments and turns them into a release; undefined when `problems` says why there is none. */
export function canaryRelease(
  name: string,
  args: CanaryDeploymentArgs,
  problems: Problems,
): CanaryRelease | undefined {
  checkName(problems, name, "-stable");
  if (!isRecord(args)) {
    problems.refuse({
      path: "args",
      value: args,
      problem: "is no set of arguments",
      remedy: "give replicas, weight, stable, …",
    });
    return undefined;
  }
  checkKeys(problems, "", args, KEYS);
  if (args.method !== undefined) checkWord(problems, "method", args.method, ["replicas"]);
  checkFlag(problems, "strict", args.strict);
  const workload = new Workload(name, args, problems);
  const tracks = checkTracks(problems, args);
  const plan = checkPlan(problems, args) ? planCanary(args) : undefined;
  // Sides are built without a plan, too, so that what is wrong with their templates is said in the same breath.
  const selector = { [`${OWN_PREFIX}canary-deployment`]: name };
  const order = [...tracks]
    .sort((a) => (a === (plan?.first ?? "stable") ? -1 : 1))
    .map((track) => {
      const version = args[track] as NonNullable<CanaryDeploymentArgs["canary"]>;
      const own = { ...selector, [`${OWN_PREFIX}track`]: track };
      const side = { suffix: track, path: track, version, replicas: plan?.[track] ?? 0, selector: own };
      return { track, manifest: workload.deployment(side) };
    });
  if (!plan) return undefined;
  checkShare(problems, args, plan);
  if (isRecord(args.service)) warnOfSkew(problems, args.service, plan);
  return { plan, order, service: workload.service(selector), timeout: workload.timeout };
}

function checkTracks(problems: Problems, args: CanaryDeploymentArgs): Track[] {
  const tracks: Track[] = [];
  if (checkVersionArgs(problems, "stable", args.stable)) tracks.push("stable");
  if (args.canary === undefined) {
    if (args.weight > 0) {
      const remedy = 'give { version: "v2", image: "…" }, or set weight to 0';
      problems.refuse({ path: "canary", problem: `is missing, but weight is ${args.weight}`, remedy });
    }
    return tracks;
  }
  if (checkVersionArgs(problems, "canary", args.canary)) tracks.push("canary");
  const version = args.canary?.version;
  if (version !== undefined && version === args.stable?.version) {
    const problem = "is also the stable version";
    const remedy = "the two sides need different versions";
    problems.refuse({ path: "canary.version", value: version, problem, remedy });
  }
  return tracks;
}
