import type { EnforcementLevel, Policies } from "@pulumi/policy";
import { configurePolicies } from "./framework/configure.js";
import { policies } from "./policies.js";

/**
 * Levels and limits, by the name of the policy, in the form of a policy pack's configuration: a level, or
 * limits with an optional `enforcementLevel`. The key `all` sets the level of every policy that has none of
 * its own here.
 */
export type TrafficPolicyOptions = Readonly<
  Record<
    string,
    EnforcementLevel | ({ readonly enforcementLevel?: EnforcementLevel } & Readonly<Record<string, unknown>>)
  >
>;

/**
 * Returns all policies with the levels and limits of an organization. The configuration of the policy pack at
 * run time overrides them.
 *
 * ```ts
 * new PolicyPack("traffic", {
 *   policies: trafficPolicies({
 *     "canary-weight-limit": { maximum: 25, steps: [5, 10, 25] },
 *     "disruption-budgets": "mandatory",
 *     "drain-before-kill": "remediate",
 *   }),
 * });
 * ```
 *
 * @throws ConfigurationError for policies, levels and limits that do not exist and for values that are not
 * allowed. The message lists every problem.
 */
export function trafficPolicies(options: TrafficPolicyOptions = {}): Policies {
  return configurePolicies("trafficPolicies", policies, options);
}
