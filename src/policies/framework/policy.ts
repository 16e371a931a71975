import type {
  EnforcementLevel,
  Policy,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { quote } from "../../diagnostics/format.js";
import { StackFacts, type StackResource } from "../facts/stack.js";
import { type Limits, type Values, valuesOf } from "./limits.js";

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

/** One thing that a policy objects to. */
export interface Objection {
  /** The object: `Deployment "web"`. */
  readonly title: string;
  /** Where: `spec.template.spec.containers[0].image`. */
  readonly path: string;
  /** What stands there; left out where the field itself is the problem. */
  readonly value?: unknown;
  /** What is wrong, continuing the sentence that the value begins. */
  readonly problem: string;
  /** What is allowed, or what to do. */
  readonly remedy: string;
  /** The resource, in a stack policy. */
  readonly urn?: string;
}

/** Where a policy reports to. */
export interface Report {
  object(objection: Objection): void;
  /**
   * Runs one part of a check. What it cannot decide before an update does not end the other parts; the server tells of
   * the first of these at the end, and `title` says there which object it is about.
   */
  part(check: () => void, title?: string): void;
}

/** A policy about one resource at a time, seen before it is created or changed. */
export function resourcePolicy<L extends Limits>(
  policy: Description<L> & {
    /** Changes what can safely be changed; returns the properties, or nothing when they are right as they are. */
    readonly remedy?: (
      resource: ResourceValidationArgs,
      limits: Values<L>,
    ) => Record<string, unknown> | undefined;
    readonly check: (resource: ResourceValidationArgs, limits: Values<L>, report: Report) => void;
  },
): ResourceValidationPolicy {
  const { limits, check, remedy, ...described } = policy;
  return {
    ...described,
    ...schemaOf(limits),
    validateResource: (args, reportViolation) =>
      run(reportViolation, (report) => check(args, valuesOf(limits, args.getConfig()), report)),
    ...(remedy && { remediateResource: (args) => remedy(args, valuesOf(limits, args.getConfig())) }),
  };
}

/** A policy about the resources of a stack together, seen when all of them are known. */
export function stackPolicy<L extends Limits>(
  policy: Description<L> & {
    readonly check: (stack: StackFacts, limits: Values<L>, report: Report) => void;
  },
): StackValidationPolicy {
  const { limits, check, ...described } = policy;
  return {
    ...described,
    ...schemaOf(limits),
    validateStack: (args: StackValidationArgs, reportViolation) =>
      run(reportViolation, (report) => {
        const stack = new StackFacts(args.resources as readonly StackResource[]);
        check(stack, valuesOf(limits, args.getConfig()), report);
      }),
  };
}

function run(reportViolation: ReportViolation, check: (report: Report) => void): void {
  const undecided: unknown[] = [];
  const report: Report = {
    object: (objection) => reportViolation(textOf(objection), objection.urn),
    part: (part, title) => {
      try {
        part();
      } catch (error) {
        if (title && error instanceof Error) error.message = `${title}: ${error.message}`;
        undecided.push(error);
      }
    },
  };
  report.part(() => check(report));
  if (undecided.length > 0) throw undecided[0];
}

function textOf({ title, path, problem, remedy, ...rest }: Objection): string {
  const value = rest.value === undefined ? "" : `${quote(rest.value)} `;
  return `${title}: ${path}: ${value}${problem}; ${remedy}`;
}

function schemaOf(limits: Limits): Pick<Policy, "configSchema"> {
  // Copies: a schema is handed to others, and a default such as a list must not change under us.
  return Object.keys(limits).length === 0
    ? {}
    : { configSchema: { properties: structuredClone(limits) as never } };
}
