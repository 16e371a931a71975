import type { ReportViolation } from "@pulumi/policy";
import { type Finding, findingText } from "../../diagnostics/problems.js";

/** Receives the violations that the check of a policy finds. */
export interface Reporter {
  /** Reports a violation. */
  report(violation: PolicyFinding): void;
  /** Checks each subject. If the check of one needs an unknown value, the others are still checked. */
  forEach<T extends { readonly title: string }>(subjects: readonly T[], check: (subject: T) => void): void;
  /**
   * Runs one part of a check. An unknown value ends only this part. `title` names the object in that message.
   */
  attempt(part: () => void, title?: string): void;
}

/** A violation of a policy. */
export interface PolicyFinding extends Finding {
  /** The object that violates the policy: `Deployment "web"`. */
  readonly title: string;
  readonly remedy: string;
  /** The URN of the resource. A resource policy may leave it out. */
  readonly urn?: string;
}

/**
 * Runs a check and reports its violations to the policy server. If a part needed an unknown value, throws the
 * SDK's error for the first one at the end; the server shows it as an advisory that the policy cannot run
 * before an update.
 */
export function reportTo(reportViolation: ReportViolation, check: (reporter: Reporter) => void): void {
  const unknowns: unknown[] = [];
  const reporter: Reporter = {
    report: (violation) => reportViolation(`${violation.title}: ${findingText(violation)}`, violation.urn),
    forEach: (subjects, part) => {
      for (const subject of subjects) reporter.attempt(() => part(subject), subject.title);
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
