import type { EnforcementLevel, Policies } from "@pulumi/policy";
import { policies } from "../policies.js";
import { configurePolicies } from "./configure.js";

/**
 * Levels and limits by policy, in the form of a policy pack's configuration: a level, or limits with or without one.
 * The name `all` gives the level of every policy that has none of its own here.
 */
export type TrafficPolicyOptions = Readonly<
  Record<
    string,
    EnforcementLevel | ({ readonly enforcementLevel?: EnforcementLevel } & Readonly<Record<string, unknown>>)
  >
>;

/**
 * The policies with the levels and limits of an organization. What the pack's own configuration says at run time comes
 * over them.
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
 * Throws, naming everything that is wrong, for a policy, a level or a limit that does not exist.
 */
export function trafficPolicies(options: TrafficPolicyOptions = {}): Policies {
  return configurePolicies("trafficPolicies", policies, options);
}
