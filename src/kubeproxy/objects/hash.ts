import { createHash } from "node:crypto";

/** Changes when, and only when, the text does. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
