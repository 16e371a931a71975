import type { Update } from "../driver/ports.js";
import type { ReleaseSpec } from "../spec/spec.js";

/** Entries of one page of the history. */
export const PAGE = 50;

/** Pages at most: 200 entries. A release of more updates is not taken apart into its steps. */
export const PAGES = 4;

/** Updates that a blue-green release has before its flip at most, for all that is known. */
const BEFORE_FLIP = 20;

/**
 * Whether the updates, the newest first, reach back to the start of the present release, or of the last one.
 *
 * A canary's release starts after an update with weight 0. Of a blue-green release, the config only shows the flip, so that
 * some updates before it are read too.
 */
export function isWhole(updates: readonly Update[], { release }: ReleaseSpec): boolean {
  if (release.kind === "canary") {
    const weights = updates.map(({ config }) => Number(config[release.config.weight] ?? 0));
    const going = weights.findIndex((weight) => weight > 0);
    return going !== -1 && weights.slice(going).includes(0);
  }
  const colors = updates.map(({ config }) => config[release.config.color]);
  const flip = colors.findIndex((color) => color !== colors[0]);
  return flip !== -1 && updates.length - flip >= BEFORE_FLIP;
}
