import { Output } from "@pulumi/pulumi";
import { isOutputOrPromise } from "./inputs.js";
import type { Problems } from "./problems.js";

/** What a plain argument is; `value` where several kinds are allowed. */
export type PlainKind = "number" | "text" | "boolean" | "object" | "value";

/** What messages call a plain value of each kind, and how a program gets one. */
const PLAIN: Readonly<Record<PlainKind, { readonly noun: string; readonly remedy: string }>> = {
  number: { noun: "a plain number", remedy: "read it with config.requireNumber" },
  text: { noun: "plain text", remedy: "read it with config.require" },
  boolean: { noun: "plain true or false", remedy: "read it with config.requireBoolean" },
  object: { noun: "a plain object", remedy: "give the object itself, or read it with config.requireObject" },
  value: { noun: "a plain value", remedy: "give the value itself, or read it with config.requireObject" },
};

/** The remedy for an object whose fields may be Outputs. */
export const OUTPUTS_IN_FIELDS = "give the object itself; its fields may be Outputs";

/**
 * Refuses an Output, and so every secret, and a Promise where only a plain value can be used. Returns whether the value is
 * plain. After `false`, the caller reports nothing else about the same value.
 */
export function checkPlain(
  problems: Problems,
  path: string,
  value: unknown,
  kind: PlainKind,
  remedy = PLAIN[kind].remedy,
): boolean {
  if (!isOutputOrPromise(value)) return true;
  const wrapper = Output.isInstance(value) ? "an Output" : "a Promise";
  problems.refuse({
    path,
    problem: `is ${wrapper}; it must be ${PLAIN[kind].noun}, because the objects are planned before ${wrapper} is known`,
    remedy: wrapper === "a Promise" ? "await it first" : remedy,
  });
  return false;
}
