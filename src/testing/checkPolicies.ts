import { configurePolicies } from "../policies/framework/configure.js";
import { judgeInProcess, type PlannedResource, type Violation } from "../preview/index.js";

/** A policy of `@pulumi/policy`: a `ResourceValidationPolicy` or a `StackValidationPolicy`. */
export interface PolicyLike {
  readonly name: string;
  readonly description: string;
}

/**
 * Runs policies on a planned program in this process, without a pack, a server or the CLI. It uses the functions of the
 * policy server, so the results are the same: a value that is known only after an update gives an advisory "can't run
 * policy …", secrets arrive in clear, and remediations run first.
 *
 * `config` is the configuration of a pack: `{ "canary-weight-limit": { maximum: 20 }, all: "mandatory" }`. Requires the
 * package `@pulumi/policy`.
 *
 * ```ts
 * const plan = await planStack({}, () => { new CanaryDeployment("app", { weight: 80, … }); });
 * expect(await checkPolicies(plan, trafficPolicies())).toMatchObject([{ policy: "canary-weight-limit", name: "app" }]);
 * ```
 *
 * Refuses a list without resources, because no policy would judge anything. Accepts an empty plan made with `allowEmpty`.
 *
 * @throws ConfigurationError for a policy, a level or a limit that does not exist.
 */
export async function checkPolicies(
  plan: { readonly resources: readonly PlannedResource[] } | readonly PlannedResource[],
  policies: readonly PolicyLike[],
  config: Readonly<Record<string, unknown>> = {},
): Promise<Violation[]> {
  const resources: readonly PlannedResource[] = "resources" in plan ? plan.resources : plan;
  if (resources === plan && resources.length === 0) throw new Error(NOTHING_TO_JUDGE);
  return judgeInProcess(resources, configurePolicies("config", [...policies] as never, config));
}

const NOTHING_TO_JUDGE =
  "checkPolicies: the list has no resources, so no policy would judge anything; give the plan, or other resources of it";
