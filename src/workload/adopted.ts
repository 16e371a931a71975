import type { CheckedWorkload } from "./check.js";

/** The output that names the Deployments which existed before. Policies do not ask a drain of their pods. */
export function adoptedIn({ versions }: CheckedWorkload): { adopted?: readonly string[] } {
  const names = Object.values(versions).flatMap(({ existing }) => (existing ? [existing.name] : []));
  return names.length === 0 ? {} : { adopted: [...new Set(names)] };
}
