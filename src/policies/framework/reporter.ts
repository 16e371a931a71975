import type { ReportViolation } from "@pulumi/policy";
import { type Finding, findingText } from "../../diagnostics/problems.js";

/** Where the check of a policy reports to. */
export interface Reporter {
  report(violation: PolicyFinding): void;
  /** Checks one thing after the other; one that depends on an unknown value does not keep the others from being checked. */
  forEach<T extends { readonly title: string }>(things: readonly T[], check: (thing: T) => void): void;
  /** Runs one part of a check, so that an unknown value ends this part alone. `title` names the object it is about. */
  attempt(part: () => void, title?: string): void;
}

/** One violation of a policy. */
export interface PolicyFinding extends Finding {
  /** The object: `Deployment "web"`. */
  readonly title: string;
  readonly remedy: string;
  /** The resource, in a stack policy. */
  readonly urn?: string;
}

/**
 * Runs a check and reports its violations to the policy server. Throws the first unknown value at the end: the server
 * turns it into an advice that the policy cannot run before an update.
 */
export function reportTo(reportViolation: ReportViolation, check: (reporter: Reporter) => void): void {
  const unknowns: unknown[] = [];
  const reporter: Reporter = {
    report: (violation) => reportViolation(`${violation.title}: ${findingText(violation)}`, violation.urn),
    forEach: (things, part) => {
      for (const thing of things) reporter.attempt(() => part(thing), thing.title);
    },
    attempt: (part, title) => {
      try {
        part();
      } catch (error) {
        if (title && error instanceof Error) error.message = `${title}: ${error.message}`;
        unknowns.push(error);
      }
    },
  };
  reporter.attempt(() => check(reporter));
  if (unknowns.length > 0) throw unknowns[0];
}
