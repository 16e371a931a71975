import type { Violation } from "./violation.js";

// Apart from the packs themselves: a user of the report need not have @pulumi/policy installed.

/** A violation, with its pack and the remediation steps of its policy. */
export interface PackViolation extends Violation {
  readonly pack: string;
  /** The steps that the policy recommends. "" without any. */
  readonly remediationSteps: string;
  /** Documentation of the policy. "" without any. */
  readonly url: string;
}

/** The result of all policy packs for a program. */
export interface PolicyResult {
  readonly packs: readonly { readonly name: string; readonly version: string; readonly policies: number }[];
  readonly violations: readonly PackViolation[];
  /** Resources that policies can judge. Without any, no policy has passed. */
  readonly judged: number;
  /** Policies without a violation. Disabled policies are not counted. */
  readonly passed: number;
  /** Policies with advisory violations alone. */
  readonly advised: number;
  /** Policies with a mandatory violation. */
  readonly failed: number;
}
