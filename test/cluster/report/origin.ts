import type { Origin } from "./file.js";

/** How a result was made, in Markdown. */
export function originText(
  { command, date, kubernetes, nodes = 1, minutes, whole }: Origin,
  crashes: readonly string[] = [],
): string {
  const [crash] = crashes;
  const why = crash === undefined ? "" : `, by "${crash.trim().replace(/\s+/g, " ")}"`;
  const early = whole ? "" : `, which was ended early${why}`;
  const place = nodes === 1 ? "one node" : `${nodes} nodes`;
  return `Made on ${date} by\n\`${command}\`${early},\non ${place} with Kubernetes ${kubernetes}, in ${minutes} minutes.`;
}
