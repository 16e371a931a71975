import type { Problems } from "../../diagnostics/problems.js";
import { meantPath, whyNoArgument } from "../check/unknownKeys.js";
import { fieldAt, SECTIONS } from "../schema/fields.js";
import { isPlainObject } from "../schema/tree.js";

/** Keys of the file that are right there although they are no arguments. */
const FILE_ONLY = ["apiVersion", "kind", "mode", "portRange", "windowsRunAsService", "winkernel"];

/** Warns of what stands in the live file and kube-proxy ignores, which people take for set. */
export function warnOfIgnored(content: Record<string, unknown>, path: string, problems: Problems): void {
  for (const key of keysOf(content)) {
    if (fieldAt(key) || SECTIONS.includes(key) || FILE_ONLY.includes(key)) continue;
    const reason =
      whyNoArgument(key) ?? "is no field that is known here, and kube-proxy ignores what it does not know";
    problems.warn({
      path: `${path} ${key}`,
      problem: reason,
      remedy: whyNoArgument(key)
        ? "take it out of the file"
        : problems.masked
          ? undefined
          : meantPath(key, undefined),
    });
  }
}

function keysOf(content: Record<string, unknown>): string[] {
  return Object.entries(content).flatMap(([key, value]) =>
    SECTIONS.includes(key) && isPlainObject(value)
      ? [key, ...Object.keys(value).map((inner) => `${key}.${inner}`)]
      : [key],
  );
}
