import type { Problems } from "../../diagnostics/problems.js";
import { meantPath, whyNoArgument } from "../check/unknownKeys.js";
import { fieldAt, SECTIONS } from "../schema/fields.js";
import { isPlainObject } from "../schema/tree.js";

/** Keys that belong in the file although they are not arguments. */
const FILE_ONLY = ["apiVersion", "kind", "mode", "portRange", "windowsRunAsService", "winkernel"];

/** Warns about keys of the live file that kube-proxy ignores, because people take them for settings. */
export function warnOfIgnored(content: Record<string, unknown>, path: string, problems: Problems): void {
  for (const key of keysOf(content)) {
    if (fieldAt(key) || SECTIONS.includes(key) || FILE_ONLY.includes(key)) continue;
    const reason = whyNoArgument(key) ?? "is not a known field, and kube-proxy ignores unknown fields";
    problems.warn({
      path: `${path} ${key}`,
      problem: reason,
      remedy: whyNoArgument(key)
        ? "remove it from the file"
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
