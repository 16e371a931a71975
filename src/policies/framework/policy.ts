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

/** What a policy says of itself; every part is shown to users, so every part is required. */
interface Description<L extends Limits> extends Policy {
  readonly name: string;
  readonly description: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly severity: NonNullable<Policy["severity"]>;
  readonly remediationSteps: string;
  readonly url: string;
  readonly limits: L;
}

/** A policy about one resource at a time, seen before it is created or changed. */
export function resourcePolicy<L extends Limits>(
  policy: Description<L> & {
    readonly check: (resource: ResourceValidationArgs, limits: Values<L>, reporter: Reporter) => void;
    /** Changes what can safely be changed; returns the properties, or nothing when they are right as they are. */
    readonly remediate?: (
      resource: ResourceValidationArgs,
      limits: Values<L>,
    ) => Record<string, unknown> | undefined;
  },
): ResourceValidationPolicy {
  const { limits, check, remediate, ...described } = policy;
  return {
    ...described,
    ...schemaOf(limits),
    validateResource: (args, reportViolation) =>
      reportTo(reportViolation, (reporter) => check(args, valuesOf(limits, args.getConfig()), reporter)),
    ...(remediate && { remediateResource: (args) => remediate(args, valuesOf(limits, args.getConfig())) }),
  };
}

/** A policy about the resources of a stack together, seen when all of them are known. */
export function stackPolicy<L extends Limits>(
  policy: Description<L> & {
    readonly check: (stack: StackFacts, limits: Values<L>, reporter: Reporter) => void;
  },
): StackValidationPolicy {
  const { limits, check, ...described } = policy;
  return {
    ...described,
    ...schemaOf(limits),
    validateStack: (args: StackValidationArgs, reportViolation) =>
      reportTo(reportViolation, (reporter) => {
        const stack = new StackFacts(args.resources as readonly StackResource[]);
        check(stack, valuesOf(limits, args.getConfig()), reporter);
      }),
  };
}

function schemaOf(limits: Limits): Pick<Policy, "configSchema"> {
  // Copies: a schema is handed to others, and a default such as a list must not change under us.
  return Object.keys(limits).length === 0
    ? {}
    : { configSchema: { properties: structuredClone(limits) as never } };
}
