import * as pulumi from "@pulumi/pulumi";

/** True for an Output or a Promise, whose value is known only while the program runs. */
export function isOutputOrPromise(value: unknown): boolean {
  return (
    pulumi.Output.isInstance(value) ||
    (value instanceof Object && typeof (value as { then?: unknown }).then === "function")
  );
}

/** Applies `f`, which cannot refuse, to a plain value at once, and to an Output when its value is known. */
export function mapInput<T, R>(input: pulumi.Input<T>, f: (value: T) => pulumi.Input<R>): pulumi.Input<R> {
  if (!isOutputOrPromise(input)) return f(input as T);
  return pulumi.output(input).apply((value) => f(value as T)) as pulumi.Input<R>;
}
