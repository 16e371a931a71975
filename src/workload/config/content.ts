import { createHash } from "node:crypto";
import type { Input } from "@pulumi/pulumi";
import { isOutputOrPromise } from "../../diagnostics/inputs.js";

/** The values of a ConfigMap or a Secret, by field and key. */
export type Content = Partial<Record<string, Input<Record<string, Input<string>>>>>;

/** Ten hexadecimal digits that change with the content; undefined if only an update knows all of it. */
export function contentHash(content: Content): string | undefined {
  const fields = Object.entries(content) as [string, Record<string, unknown>][];
  if (fields.some(([, values]) => isOutputOrPromise(values) || Object.values(values).some(isOutputOrPromise)))
    return undefined;
  const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
  const sorted = fields.sort(byKey).map(([field, values]) => [field, Object.entries(values).sort(byKey)]);
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 10);
}
