import { Resource } from "@pulumi/pulumi";

/** Whether `value` is a resource of this type token, also when it comes from another copy of the package. */
export function isOfType(value: unknown, token: string): boolean {
  return Resource.isInstance(value) && (value as { __pulumiType?: unknown }).__pulumiType === token;
}
