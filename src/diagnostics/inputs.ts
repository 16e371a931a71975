import * as pulumi from "@pulumi/pulumi";
import type { Problems } from "./problems.js";

/** True for a value that is known only while the program runs. */
export function isLate(value: unknown): boolean {
  return (
    pulumi.Output.isInstance(value) ||
    (value instanceof Object && typeof (value as { then?: unknown }).then === "function")
  );
}

/**
 * Applies `f` to a plain value at once and to an Output when it is known.
 *
 * Staying in plain values as long as the input is plain keeps a nested secret or unknown where it is: unwrapping a
 * whole argument bag would make all of it secret, or all of it unknown in a preview. What `f` refuses in a late value
 * rejects the Output, so that the resource it feeds is never registered; a secret is masked in that message.
 */
export function mapInput<T, R>(
  input: pulumi.Input<T>,
  problems: Problems,
  f: (value: T, problems: Problems) => R,
): pulumi.Input<R> {
  if (!isLate(input)) return f(input as T, problems);
  const output = pulumi.output(input) as pulumi.Output<T>;
  return pulumi.all([output, pulumi.isSecret(output)]).apply(([value, secret]) => {
    const later = problems.later(secret);
    const result = f(value as T, later);
    later.throwIfAny();
    return result;
  }) as pulumi.Output<R>;
}
