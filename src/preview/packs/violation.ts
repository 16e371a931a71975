/** Something that a policy objects to, or has put right. */
export interface Violation {
  /** Name of the policy. */
  readonly policy: string;
  /** `remediate` is what a policy has put right already; only `mandatory` stops an update. */
  readonly level: "advisory" | "mandatory" | "remediate";
  /** The resource; undefined when the policy names none, and so speaks of the stack. */
  readonly urn: string | undefined;
  /** Pulumi's name of the resource; "" for the stack. */
  readonly name: string;
  /** What is wrong in this case, and what to do. */
  readonly message: string;
  /** What the policy is for. */
  readonly description: string;
}
