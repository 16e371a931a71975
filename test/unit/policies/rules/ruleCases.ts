/** Programs that show what a rule refuses, and how near to it a program may come. Their keys name them. */
export interface RuleCases {
  readonly bad: Readonly<Record<string, BadCase>>;
  readonly good: Readonly<Record<string, GoodCase>>;
}

/** A program that no policy objects to. */
export interface GoodCase {
  readonly program: () => unknown;
  /** The pack's configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A program that the rule catches, and no other rule. */
export interface BadCase extends GoodCase {
  /** Every message of the rule, in full. */
  readonly messages: readonly string[];
  /** Other policies that object as well, where one mistake breaks several rules. */
  readonly also?: readonly string[];
}
