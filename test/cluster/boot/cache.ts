import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";

/** What is built or downloaded once per machine. */
export const CACHE = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "pulumi-kubernetes-traffic",
);

/** Names a folder of the cache after everything that its content depends on. */
export function digest(...texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 12);
}
