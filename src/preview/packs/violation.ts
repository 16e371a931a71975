/** A violation of a policy, or a remediation by it. */
export interface Violation {
  /** Name of the policy. */
  readonly policy: string;
  /** Only `mandatory` stops an update. `remediate` is a change that the policy has already made. */
  readonly level: "advisory" | "mandatory" | "remediate";
  /** URN of the resource. Undefined when the policy names none and so judges the stack. */
  readonly urn: string | undefined;
  /** Pulumi's name of the resource. "" for the stack. */
  readonly name: string;
  /** The problem in this case, and the remedy. */
  readonly message: string;
  /** The purpose of the policy. */
  readonly description: string;
}
