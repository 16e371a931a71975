import * as pulumi from "@pulumi/pulumi";
import type { Problems } from "./problems.js";
import { throwIfRefused } from "./pulumi.js";

/** True for a value that is known only while the program runs. */
export function isOutputOrPromise(value: unknown): boolean {
  return (
    pulumi.Output.isInstance(value) ||
    (value instanceof Object && typeof (value as { then?: unknown }).then === "function")
  );
}

/**
 * Checks a plain value at once and an Output when it is known. Returns what `f` returns, as an Output in the second case.
 *
 * Staying in plain values as long as the input is plain keeps a nested secret or unknown where it is: unwrapping a
 * whole argument bag would make all of it secret, or all of it unknown in a preview. What `f` refuses in an Output's
 * value rejects the Output, so that the resource it feeds is never registered; a secret is masked in that message.
 */
export function checkInput<T, R>(
  input: pulumi.Input<T>,
  problems: Problems,
  f: (value: T, problems: Problems) => pulumi.Input<R>,
): pulumi.Input<R> {
  if (!isOutputOrPromise(input)) return f(input as T, problems);
  const output = pulumi.output(input) as pulumi.Output<T>;
  return pulumi.all([output, pulumi.isSecret(output)]).apply(([value, secret]) => {
    const later = problems.later(secret);
    const result = f(value as T, later);
    throwIfRefused(later);
    return result;
  }) as pulumi.Output<R>;
}

/** Applies `f`, which refuses nothing, to a plain value at once and to an Output when it is known. */
export function mapInput<T, R>(input: pulumi.Input<T>, f: (value: T) => pulumi.Input<R>): pulumi.Input<R> {
  if (!isOutputOrPromise(input)) return f(input as T);
  return pulumi.output(input).apply((value) => f(value as T)) as pulumi.Input<R>;
}
