import { createHash } from "node:crypto";

/** Changes if and only if the text changes. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
