import * as pulumi from "@pulumi/pulumi";
import { isOutputOrPromise } from "./inputs.js";
import type { Problems } from "./problems.js";
import { throwIfRefused } from "./pulumi.js";

/**
 * Checks a plain value at once, and an Output when its value is known. Returns what `f` returns, as an Output for an Output.
 *
 * Plain values stay plain, so a nested secret or unknown stays where it is: unwrapping all arguments at once would make all
 * of them secret, or unknown in a preview. When `f` refuses the value of an Output, the returned Output rejects, so that the
 * resource that uses it is never registered. The message masks a secret.
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
