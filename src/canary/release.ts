import { MAX_PODS } from "../contract/defaults.js";
import { LABELS } from "../contract/names.js";
import type { Bounds, CanaryPlan } from "../contract/outputs.js";
import { checkFlag, checkKeys, checkWord, isRecord } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";
import { checkApart, checkAutoscaling, type SideScaling } from "../kubernetes/autoscaler.js";
import { checkName } from "../kubernetes/labels.js";
import { WORKLOAD_ARGS } from "../workload/args.js";
import type { Part } from "../workload/part.js";
import { checkVersionArgs, type VersionArgs } from "../workload/version.js";
import { type Side, Workload } from "../workload/workload.js";
import type { CanaryDeploymentArgs } from "./args.js";
import { checkShare, tellRange, warnOfSkew } from "./caveats.js";
import { byHold } from "./methods/hold.js";
import { byReplicas } from "./methods/replicas.js";
import { byRoute } from "./methods/route.js";
import { checkPlan, planCanary, planExact, planHold } from "./plan.js";
import { planScaled } from "./scaledPlan.js";

/** Names of the sides. */
export const TRACKS = ["stable", "canary"] as const;

/** Name of a side. */
export type Track = (typeof TRACKS)[number];

/** One canary step as plain data: what stands where, and in which order it is brought there. */
export interface CanaryRelease {
  readonly plan: CanaryPlan;
  /** Every object, each behind those it waits for. */
  readonly parts: readonly Part[];
  readonly service: Part<"Service">;
  /** The Services beside it, in the same place of the order. */
  readonly additionalServices: readonly Part<"Service">[];
  readonly stable: Part<"Deployment">;
  readonly canary?: Part<"Deployment">;
  readonly route?: Part<"Route">;
  /** Seconds to wait for each object. */
  readonly timeout: number;
}

/** What a method makes its release of. */
export interface CanaryStep {
  readonly workload: Workload;
  readonly args: CanaryDeploymentArgs;
  readonly plan: CanaryPlan;
  /** What the Service of both sides selects. */
  readonly selector: Readonly<Record<string, string>>;
  /** What one side's pods are selected by. */
  readonly selectorOf: (track: Track) => Readonly<Record<string, string>>;
  /** What runs a side's version: the side's own Deployment at its planned size, unless told otherwise. */
  readonly side: (track: Track, other?: { as: Track; replicas: number }) => Side;
}

const KEYS = Object.keys({
  replicas: true,
  weight: true,
  stable: true,
  canary: true,
  method: true,
  route: true,
  maxPods: true,
  tolerance: true,
  strict: true,
  ...WORKLOAD_ARGS,
} satisfies Record<keyof CanaryDeploymentArgs, true>);

const METHODS = {
  replicas: { plan: planCanary, release: byReplicas },
  hold: { plan: planHold, release: byHold },
  route: { plan: planExact, release: byRoute },
};

/** Checks the arguments and turns them into a release; undefined when `problems` says why there is none. */
export function canaryRelease(
  name: string,
  args: CanaryDeploymentArgs,
  problems: Problems,
): CanaryRelease | undefined {
  checkName(problems, name, "-stable");
  if (!isRecord(args)) {
    const remedy = "give replicas, weight, stable, …";
    problems.refuse({ path: "args", value: args, problem: "is no set of arguments", remedy });
    return undefined;
  }
  checkKeys(problems, "", args, KEYS);
  checkWord(problems, "method", args.method ?? "replicas", Object.keys(METHODS));
  checkFlag(problems, "strict", args.strict);
  if (args.route !== undefined && args.method !== "route") {
    problems.refuse({
      path: "route",
      problem: "is used by no other method",
      remedy: 'set method to "route"',
    });
  }
  if (isRecord(args.selector) && Object.keys(args.selector).length === 0) {
    problems.refuse({ path: "selector", problem: "selects no pods", remedy: "give at least one label" });
  }
  checkVersions(problems, args);
  const method = METHODS[args.method ?? "replicas"] ?? METHODS.replicas;
  checkScalable(problems, args);
  const size = checkAutoscaling(problems, args);
  const start = checkPlan(problems, args) ? method.plan(args) : undefined;
  const plan = start && size ? planScaled(method.plan, args, size) : start;
  if (plan) {
    checkShare(problems, args, plan);
    if (args.method !== "route") warnOfSkew(problems, args, plan);
    tellRange(problems, plan);
  }
  // Objects are made without a plan, too, so that what is wrong with a template is said in the same breath.
  const step = stepOf(name, args, plan ?? NO_PLAN, start ?? NO_PLAN, problems);
  const release = method.release(step);
  const parts = step.workload.configured(release.parts);
  return plan && { plan, ...release, parts };
}

const NO_PLAN: CanaryPlan = planCanary({ replicas: 1, weight: 0 });

function stepOf(
  name: string,
  args: CanaryDeploymentArgs,
  plan: CanaryPlan,
  start: CanaryPlan,
  problems: Problems,
): CanaryStep {
  const workload = new Workload(name, args, problems);
  const selector = args.selector ?? { [LABELS.canaryDeployment]: name };
  const selectorOf = (track: Track) =>
    (args[track] as VersionArgs | undefined)?.existing?.selector ?? {
      ...selector,
      [LABELS.track]: track,
    };
  const side: CanaryStep["side"] = (track, other) => {
    const { as, replicas } = other ?? { as: track, replicas: start[track] };
    // A version that was refused already stands in for one, so that the rest of its template is still checked.
    const version: VersionArgs = isRecord(args[track])
      ? (args[track] as VersionArgs)
      : { version: "", image: "-" };
    const reliedOn = args.method === "route" ? routedTo(plan, track) : reliedOnBy(plan, track);
    const scaling = scalingOf(plan, track, args.method);
    return {
      suffix: as,
      path: track,
      version,
      replicas: scaling?.written ? scaling.bounds.min : replicas,
      scaling,
      selector: selectorOf(as),
      selected: selector,
      reliedOn,
    };
  };
  return { workload, args, plan, selector, selectorOf, side };
}

/** The side that must be ready before the other one changes, and for which sizes. */
function reliedOnBy(plan: CanaryPlan, track: Track): string | undefined {
  return track === plan.first ? `${plan.stable}-stable-${plan.canary}-canary` : undefined;
}

/** A route relies on each side that it sends to, anew for every weight. */
function routedTo(plan: CanaryPlan, track: Track): string | undefined {
  return plan[track] > 0 ? `weight-${plan.weight}` : undefined;
}

/** How an autoscaled side is sized; undefined without autoscaling. */
function scalingOf(
  plan: CanaryPlan,
  track: Track,
  method: CanaryDeploymentArgs["method"],
): SideScaling | undefined {
  const bounds: Bounds | undefined = plan.bounds?.[track];
  if (!bounds) return undefined;
  if (plan[track] === 0) return { bounds, written: true, awaited: undefined };
  // The ratio's smaller side gets its bounds only behind the Service, so before that any size will do.
  const awaited = method === "route" || track === plan.first ? bounds : { min: 1, max: MAX_PODS };
  return { bounds, written: false, awaited };
}

/** Refuses what an autoscaler cannot be combined with. */
function checkScalable(problems: Problems, args: CanaryDeploymentArgs): void {
  const { autoscaling, method, maxPods, selector, stable, canary } = args;
  if (!autoscaling) return;
  if (method === "hold") {
    const problem = 'cannot be used with method "hold": it would scale the old and the held pods alike';
    problems.refuse({ path: "autoscaling", problem, remedy: 'use method "replicas" or "route"' });
  }
  if (maxPods !== undefined) {
    const problem = "is not used with autoscaling, whose bounds say how many pods there may be";
    problems.refuse({ path: "maxPods", problem, remedy: "raise autoscaling.minReplicas for a finer share" });
  }
  checkApart(problems, { stable, canary }, selector);
}

function checkVersions(problems: Problems, { stable, canary, weight }: CanaryDeploymentArgs): void {
  checkVersionArgs(problems, "stable", stable);
  if (canary === undefined) {
    if (!(weight > 0)) return;
    const remedy = 'give { version: "v2", image: "…" }, or set weight to 0';
    problems.refuse({ path: "canary", problem: `is missing, but weight is ${weight}`, remedy });
    return;
  }
  checkVersionArgs(problems, "canary", canary);
  const version = canary?.version;
  if (version === undefined || version !== stable?.version) return;
  const problem = "is also the stable version";
  problems.refuse({
    path: "canary.version",
    value: version,
    problem,
    remedy: "the two sides need different versions",
  });
}
