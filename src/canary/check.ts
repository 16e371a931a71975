import { LABELS } from "../contract/names.js";
import type { CanaryMethodName } from "../contract/outputs.js";
import { checkPlain } from "../diagnostics/checkPlain.js";
import { checkFlag, checkKeys, checkWord, isRecord } from "../diagnostics/checks.js";
import { mapInput } from "../diagnostics/inputs.js";
import type { Problems } from "../diagnostics/problems.js";
import { type CheckedAutoscaling, floorOf } from "../kubernetes/autoscaler.js";
import { checkAutoscaling } from "../kubernetes/check/autoscaling.js";
import { checkRoute } from "../kubernetes/check/gatewayRoute.js";
import { textLabels } from "../kubernetes/check/labels.js";
import { checkComponentName } from "../kubernetes/check/names.js";
import type { LabelSelector } from "../kubernetes/labels.js";
import { WORKLOAD_ARGS } from "../workload/args.js";
import { checkDisjointSelectors, checkWorkload, ownSelector, type VersionSource } from "../workload/check.js";
import { checkVersionArgs } from "../workload/checkVersion.js";
import { warnOfUnused } from "../workload/config/check.js";
import type { VersionArgs } from "../workload/version.js";
import type { CanaryDeploymentArgs } from "./args.js";
import { informOfRange, judgeShare, warnOfSkew } from "./caveats.js";
import { checkPlanArgs } from "./checkPlanArgs.js";
import { type CanaryMethod, type CheckedCanary, SIDES, type Side } from "./methods/method.js";
import { DEFAULT_METHOD, METHODS } from "./methods/methods.js";
import { planScaled } from "./scaledPlan.js";

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

/** Checks the arguments and plans the step; undefined where something is refused. */
export function checkCanary(
  name: string,
  args: CanaryDeploymentArgs,
  problems: Problems,
): CheckedCanary | undefined {
  checkComponentName(problems, name, "-stable");
  if (!checkPlain(problems, "args", args, "object")) return undefined;
  if (!isRecord(args)) {
    const remedy = "give replicas, weight, stable, …";
    problems.refuse({ path: "args", value: args, problem: "is not an arguments object", remedy });
    return undefined;
  }
  checkKeys(problems, "", args, KEYS);
  const given = checkMethod(problems, args.method);
  const methodName = given ?? DEFAULT_METHOD;
  const method = METHODS[methodName];
  checkFlag(problems, "strict", args.strict);
  if (given) checkRouteIsUsed(problems, args, method);
  if (isRecord(args.selector) && Object.keys(args.selector).length === 0) {
    problems.refuse({ path: "selector", problem: "selects no pods", remedy: "give at least one label" });
  }
  checkVersions(problems, args);
  checkScalable(problems, args, method);
  const autoscaling = checkAutoscaling(problems, args);
  const plans = checkPlan(problems, args, method, autoscaling);
  const selector = textLabels(args.selector, { [LABELS.canaryDeployment]: name });
  const versions = versionSources(args, method, selector, plans?.plan.first);
  const workload = checkWorkload({ name, args, versions, autoscaling, serviceSuffixes: SIDES }, problems);
  const routed = given ? method.routed : args.route !== undefined;
  const route = routed ? checkRoute(problems, args.route, args.service) : undefined;
  if (workload) warnOfUnused(problems, workload);
  const { stable, canary } = workload?.versions ?? {};
  if (!plans || !workload || !stable) return undefined;
  const { replicas } = args;
  return { name, methodName, method, replicas, ...plans, selector, workload, stable, canary, route };
}

/** The method; undefined if it is refused, so that nothing else is judged by the default one. */
function checkMethod(problems: Problems, method: unknown = DEFAULT_METHOD): CanaryMethodName | undefined {
  checkWord(problems, "method", method, Object.keys(METHODS));
  return typeof method === "string" && Object.hasOwn(METHODS, method)
    ? (method as CanaryMethodName)
    : undefined;
}

function checkRouteIsUsed(problems: Problems, { route }: CanaryDeploymentArgs, method: CanaryMethod): void {
  if (route === undefined || method.routed) return;
  const remedy = 'set method to "route"';
  problems.refuse({ path: "route", problem: 'is used only by method "route"', remedy });
}

function checkVersions(problems: Problems, { stable, canary, weight }: CanaryDeploymentArgs): void {
  checkVersionArgs(problems, "stable", stable);
  if (canary === undefined) {
    if (!(typeof weight === "number" && weight > 0)) return;
    const remedy = 'give { version: "v2", image: "…" }, or set weight to 0';
    problems.refuse({ path: "canary", problem: `is missing, but weight is ${weight}`, remedy });
    return;
  }
  checkVersionArgs(problems, "canary", canary);
  const version = canary?.version;
  if (typeof version !== "string" || version !== stable?.version) return;
  const problem = "is also the stable version";
  const remedy = "the two sides need different versions";
  problems.refuse({ path: "canary.version", value: version, problem, remedy });
}

/** Refuses what an autoscaler cannot be combined with. */
function checkScalable(problems: Problems, args: CanaryDeploymentArgs, method: CanaryMethod): void {
  const { autoscaling, maxPods, selector, stable, canary } = args;
  if (!autoscaling) return;
  if (method.autoscalingConflict !== undefined) {
    const others = Object.entries(METHODS).filter(([, other]) => other.autoscalingConflict === undefined);
    const remedy = `use method ${others.map(([name]) => `"${name}"`).join(" or ")}`;
    problems.refuse({ path: "autoscaling", problem: method.autoscalingConflict, remedy });
  }
  if (maxPods !== undefined) {
    const problem = "has no effect with autoscaling, whose bounds set the number of pods";
    problems.refuse({ path: "maxPods", problem, remedy: "raise autoscaling.minReplicas for a finer share" });
  }
  checkDisjointSelectors(problems, { stable, canary }, selector);
}

/** The plan of the step, and the one that its Deployments begin with; undefined where the weight cannot be planned. */
function checkPlan(
  problems: Problems,
  args: CanaryDeploymentArgs,
  method: CanaryMethod,
  autoscaling: CheckedAutoscaling | undefined,
): Pick<CheckedCanary, "plan" | "stepPlan" | "initialPlan"> | undefined {
  if (!checkPlanArgs(problems, args)) return undefined;
  const initialPlan = method.plan(args);
  const planFrom = (autoscaling: CheckedAutoscaling, min: number) =>
    planScaled(method, args, { min, max: autoscaling.bounds.max });
  const plan = autoscaling ? planFrom(autoscaling, autoscaling.bounds.min) : initialPlan;
  const stepPlan = autoscaling
    ? mapInput(floorOf(autoscaling), (floor) => planFrom(autoscaling, floor))
    : initialPlan;
  judgeShare(problems, args, plan, method);
  if (!method.exact) warnOfSkew(problems, args, plan);
  informOfRange(problems, plan);
  return { plan, stepPlan, initialPlan };
}

/** The versions in the order in which their sides change. */
function versionSources(
  args: CanaryDeploymentArgs,
  method: CanaryMethod,
  serviceSelector: LabelSelector,
  first: Side = "stable",
): Record<string, VersionSource> {
  const given = (side: Side): VersionArgs | undefined => (isRecord(args[side]) ? args[side] : undefined);
  const sides = first === "stable" ? SIDES : [...SIDES].reverse();
  const sources = sides.flatMap((side) => {
    if (side === "canary" && args.canary === undefined) return [];
    const runsOn = method.oneDeployment ? "stable" : side;
    const selector = ownSelector(given(runsOn), { ...serviceSelector, [LABELS.track]: runsOn });
    return [[side, { path: side, version: given(side), selector, serviceSelector }] as const];
  });
  return Object.fromEntries(sources);
}
