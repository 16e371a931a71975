import type {
  EnforcementLevel,
  Policy,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { StackFacts, type StackResource } from "../facts/stack.js";
import { type Limits, type Values, valuesOf } from "./limits.js";
import { type Reporter, reportTo } from "./reporter.js";

/** The description of a policy. Pulumi shows every part to users, so every part is required. */
interface Description<L extends Limits> extends Policy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly severity: NonNullable<Policy["severity"]>;
  readonly remediationSteps: string;
  readonly url: string;
  readonly limits: L;
}

/** Corrects the properties where that is safe. Returns them, or undefined if nothing changed. */
type Remediation<L extends Limits> = (
  resource: ResourceValidationArgs,
  limits: Values<L>,
) => Record<string, unknown> | undefined;

/** Defines a policy that checks each resource before it is created or updated. */
export function resourcePolicy<L extends Limits>(
  policy: Description<L> & {
    readonly check: (resource: ResourceValidationArgs, limits: Values<L>, reporter: Reporter) => void;
    readonly remediate?: Remediation<L>;
  },
): ResourceValidationPolicy {
  const { limits, check, remediate, ...described } = policy;
  return {
    ...described,
    ...schemaOf(limits),
    validateResource: (args, reportViolation) =>
      reportTo(reportViolation, (reporter) => check(args, valuesOf(limits, args.getConfig()), reporter)),
    ...(remediate && remediation(limits, remediate)),
  };
}

/**
 * Defines a policy that checks all resources of a stack together, after the program has registered them. With
 * `remediate`, it also corrects each resource when that is registered, without knowing the other ones.
 */
export function stackPolicy<L extends Limits>(
  policy: Description<L> & {
    readonly check: (stack: StackFacts, limits: Values<L>, reporter: Reporter) => void;
    readonly remediate?: Remediation<L>;
  },
): StackValidationPolicy {
  const { limits, check, remediate, ...described } = policy;
  return {
    ...described,
    ...schemaOf(limits),
    validateStack: (args: StackValidationArgs, reportViolation) =>
      reportTo(reportViolation, (reporter) => {
        const stack = new StackFacts(args.resources as readonly StackResource[]);
        check(stack, valuesOf(limits, args.getConfig()), reporter);
      }),
    ...(remediate && remediation(limits, remediate)),
  };
}

function remediation<L extends Limits>(
  limits: L,
  remediate: Remediation<L>,
): Required<Pick<ResourceValidationPolicy, "remediateResource">> {
  return { remediateResource: (args) => remediate(args, valuesOf(limits, args.getConfig())) };
}

function schemaOf(limits: Limits): Pick<Policy, "configSchema"> {
  // A copy, because users get the schema, and a change to a default list would change the policy.
  return Object.keys(limits).length === 0
    ? {}
    : { configSchema: { properties: structuredClone(limits) as never } };
}
