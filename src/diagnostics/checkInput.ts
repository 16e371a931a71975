import * as pulumi from "@pulumi/pulumi";
import { isOutputOrPromise } from "./inputs.js";
import type { Problems } from "./problems.js";
import { throwIfRefused } from "./pulumi.js";

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
    const own = problems.later(secret);
    const result = f(value as T, own);
    throwIfRefused(own);
    return result;
  }) as pulumi.Output<R>;
}
