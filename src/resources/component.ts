import { type Input, Resource } from "@pulumi/pulumi";

/** What a component registers as its outputs `T`. Each part may be known only when the cluster has been read. */
export type Registered<T> = {
  readonly [K in keyof T]: Input<T[K]> | (T[K] extends object ? Registered<T[K]> : never);
};

/** Whether `value` is a resource of this type token, also when it comes from another copy of the package. */
export function isOfType(value: unknown, token: string): boolean {
  return Resource.isInstance(value) && (value as { __pulumiType?: unknown }).__pulumiType === token;
}
