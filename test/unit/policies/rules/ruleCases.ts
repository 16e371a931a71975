/** Programs that violate a rule, and programs close to a violation. The keys are the names of the cases. */
export interface RuleCases {
  readonly bad: Readonly<Record<string, BadCase>>;
  readonly good: Readonly<Record<string, GoodCase>>;
}

/** A program that violates no policy. */
export interface GoodCase {
  readonly program: () => unknown;
  /** The configuration of the policy pack. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A program that violates this rule and, unless `also` names them, no other. */
export interface BadCase extends GoodCase {
  /** All messages of the rule, in full. */
  readonly messages: readonly string[];
  /** Other policies that the same mistake violates. */
  readonly also?: readonly string[];
}
