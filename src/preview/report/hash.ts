import { createHash } from "node:crypto";

/** The first eight hexadecimal digits of a hash, which stay the same from run to run. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
