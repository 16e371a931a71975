import { DEFAULT_TOLERANCE } from "../contract/defaults.js";
import type { CanaryPlan } from "../contract/outputs.js";
import { isRecord } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";
import type { ServiceArgs } from "../kubernetes/service.js";
import type { CanaryDeploymentArgs } from "./args.js";
import { podsWithin, share } from "./plan.js";
import { floorWithin } from "./scaledPlan.js";

/** A number for people: at most one decimal, two digits for small ones. */
export function shown(value: number): string {
  return String(Number(value < 1 ? value.toPrecision(1) : value.toFixed(1)));
}

/** Warns of a share that misses the weight by more than `tolerance`, or refuses it when the user asked for that. */
export function checkShare(problems: Problems, args: CanaryDeploymentArgs, plan: CanaryPlan): void {
  if (plan.withinTolerance) return;
  const { weight, achieved, stable, canary, error } = plan;
  const direction = achieved > weight ? "more" : "less";
  const problem =
    `${shown(weight)} % becomes ${shown(achieved)} % (${stable} stable + ${canary} canary pods${plan.bounds ? " at least" : ""}), ` +
    `${shown(error)} points ${direction} than asked`;
  const finding = { path: "weight", problem, remedy: nearerShare(args, plan) };
  if (args.strict === true) problems.refuse(finding);
  else problems.warn(finding);
}

function nearerShare(args: CanaryDeploymentArgs, plan: CanaryPlan): string {
  const exact = 'method "route" is exact';
  // The old pods are untouched, so a smaller share needs more of them; maxPods can only be lifted up to twice their number.
  if (args.method === "hold") {
    const more = args.replicas + Math.round((args.replicas * args.weight) / (100 - args.weight));
    const limited = plan.achieved < args.weight && plan.canary < args.replicas;
    return limited
      ? `maxPods: ${Math.min(more, 2 * args.replicas)} allows more canary pods, ${exact}`
      : exact;
  }
  const points = args.tolerance ?? DEFAULT_TOLERANCE;
  if (plan.bounds) {
    const finer = floorWithin(plan, points);
    return finer
      ? `autoscaling.minReplicas: ${finer[finer.first]} gives ${shown(finer.achieved)} %, ${exact}`
      : exact;
  }
  const better = podsWithin(args, points);
  if (!better) return exact;
  return `maxPods: ${better.stable + better.canary} gives ${shown(better.achieved)} %, ${exact}`;
}

/** Tells between which shares the autoscalers can move the canary's. */
export function tellRange(problems: Problems, { weight, achieved, bounds, achievedRange }: CanaryPlan): void {
  if (!bounds || !achievedRange || achievedRange.least === achievedRange.most) return;
  const { stable, canary } = bounds;
  const atMost = share({ stable: stable.max, canary: canary.max });
  const alike = `${shown(achieved)} % with the fewest pods and ${shown(atMost)} % with the most`;
  const problem =
    `${shown(weight)} % is ${alike}, when both sides grow alike as equal load on every pod makes them; ` +
    `whatever their autoscalers decide, it is from ${shown(achievedRange.least)} to ${shown(achievedRange.most)} %`;
  problems.inform({ path: "weight", problem, remedy: 'method "route" is exact' });
}

/** Warns of Service settings under which the share of connections is not the ratio of pods. */
export function warnOfSkew(
  problems: Problems,
  { service, additionalServices }: CanaryDeploymentArgs,
  { weight }: CanaryPlan,
): void {
  if (weight === 0 || weight === 100) return;
  const more = Object.entries(isRecord(additionalServices) ? additionalServices : {});
  const services = [
    ["service", service],
    ...more.map(([key, other]) => [`additionalServices.${key}`, other]),
  ];
  for (const [path, given] of services) {
    if (isRecord(given)) warnOfSkewed(problems, path as string, given as ServiceArgs, `${shown(weight)} %`);
  }
}

function warnOfSkewed(problems: Problems, path: string, service: ServiceArgs, share: string): void {
  if (service.sessionAffinity === "ClientIP") {
    const problem = `ClientIP sends each client to one pod, so ${share} is a share of clients, not of connections`;
    problems.warn({
      path: `${path}.sessionAffinity`,
      problem,
      remedy: "clients behind one address count as one",
    });
  }
  if (path === "service" && service.clusterIP === "None") {
    const problem = `leaves the choice among the pods to the clients, so ${share} is not certain`;
    const remedy = "use a cluster IP, which kube-proxy divides";
    problems.warn({ path: `${path}.clusterIP`, value: "None", problem, remedy });
  }
  for (const field of ["externalTrafficPolicy", "internalTrafficPolicy"] as const) {
    if (service[field] !== "Local") continue;
    const problem = `Local divides connections by node first, so the share differs from ${share} from node to node`;
    problems.warn({
      path: `${path}.${field}`,
      problem,
      remedy: "spread both sides over the nodes, or use Cluster",
    });
  }
  if (service.trafficDistribution !== undefined) {
    const problem = `prefers near pods, so the share differs from ${share} from zone to zone`;
    problems.warn({
      path: `${path}.trafficDistribution`,
      problem,
      remedy: "spread both sides over the zones",
    });
  }
}
