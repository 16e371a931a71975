import type { CanaryPlan } from "../contract/outputs.js";
import { isRecord } from "../diagnostics/checks.js";
import { formatNumber } from "../diagnostics/format.js";
import type { Problems } from "../diagnostics/problems.js";
import type { ServiceArgs } from "../kubernetes/service.js";
import type { CanaryDeploymentArgs } from "./args.js";
import type { CanaryMethod } from "./methods/method.js";
import { shareOf } from "./plan.js";

/** Warns about a share that misses the weight by more than `tolerance`; refuses it with `strict`. */
export function judgeShare(
  problems: Problems,
  args: CanaryDeploymentArgs,
  plan: CanaryPlan,
  method: CanaryMethod,
): void {
  if (plan.withinTolerance) return;
  const { weight, achieved, stable, canary, error } = plan;
  const direction = achieved > weight ? "more" : "less";
  const pods = `${stable} stable + ${canary} canary pods${plan.bounds ? " at least" : ""}`;
  const problem =
    `${formatNumber(weight)} % becomes ${formatNumber(achieved)} % (${pods}), ` +
    `${formatNumber(error)} points ${direction} than requested`;
  const closer = method.closerShare(args, plan);
  const exact = 'method "route" is exact';
  const finding = { path: "weight", problem, remedy: closer ? `${closer}, ${exact}` : exact };
  if (args.strict === true) problems.refuse(finding);
  else problems.warn(finding);
}

/** Reports the shares between which the autoscalers can move the canary's. */
export function informOfRange(
  problems: Problems,
  { weight, achieved, bounds, achievedRange }: CanaryPlan,
): void {
  if (!bounds || !achievedRange || achievedRange.least === achievedRange.most) return;
  const { stable, canary } = bounds;
  const atMost = shareOf({ stable: stable.max, canary: canary.max });
  const alike = `${formatNumber(achieved)} % with the fewest pods and ${formatNumber(atMost)} % with the most`;
  const problem =
    `${formatNumber(weight)} % becomes ${alike} while both sides scale equally, as they do under equal load; ` +
    `whatever the autoscalers decide, it stays between ${formatNumber(achievedRange.least)} and ${formatNumber(achievedRange.most)} %`;
  problems.inform({ path: "weight", problem, remedy: 'method "route" is exact' });
}

/** Warns about Service settings under which the share of connections is not the ratio of pods. */
export function warnOfSkew(
  problems: Problems,
  { service, additionalServices }: CanaryDeploymentArgs,
  { weight }: CanaryPlan,
): void {
  if (weight === 0 || weight === 100) return;
  const more = Object.entries(isRecord(additionalServices) ? additionalServices : {});
  const services: [path: string, service: ServiceArgs][] = [
    ["service", service],
    ...more.map(([key, other]): [string, ServiceArgs] => [`additionalServices.${key}`, other]),
  ];
  for (const [path, given] of services) {
    if (isRecord(given)) warnOfSkewIn(problems, path, given, `${formatNumber(weight)} %`);
  }
}

function warnOfSkewIn(problems: Problems, path: string, service: ServiceArgs, share: string): void {
  if (service.sessionAffinity === "ClientIP") {
    const problem = `ClientIP sends each client to one pod, so ${share} is a share of clients, not of connections`;
    problems.warn({
      path: `${path}.sessionAffinity`,
      problem,
      remedy: "clients behind one address count as one",
    });
  }
  if (path === "service" && service.clusterIP === "None") {
    const problem = `lets clients choose among the pods, so ${share} is not guaranteed`;
    const remedy = "use a cluster IP, whose connections kube-proxy balances";
    problems.warn({ path: `${path}.clusterIP`, value: "None", problem, remedy });
  }
  for (const field of ["externalTrafficPolicy", "internalTrafficPolicy"] as const) {
    if (service[field] !== "Local") continue;
    const problem = `Local keeps each connection on its node, so the share differs from ${share} from node to node`;
    problems.warn({
      path: `${path}.${field}`,
      problem,
      remedy: "spread both sides across the nodes, or use Cluster",
    });
  }
  if (service.trafficDistribution !== undefined) {
    const problem = `prefers nearby pods, so the share differs from ${share} from zone to zone`;
    problems.warn({
      path: `${path}.trafficDistribution`,
      problem,
      remedy: "spread both sides across the zones",
    });
  }
}
