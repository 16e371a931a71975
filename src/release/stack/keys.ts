import { ownKey } from "../../preview/project/stackFile.js";
import type { ReleaseSpec } from "../spec/spec.js";

/** The names of config keys: as the release file writes them, and in full, `project:key`, as Pulumi does. */
export interface Keys {
  /** The keys that a release may write, as the release file writes them. */
  readonly written: readonly string[];
  full(key: string): string;
  /** The key as the release file writes it; another key of the project is without its prefix. */
  short(key: string): string;
}

/** The keys of a release in a project. */
export function keysOf({ release }: ReleaseSpec, project: string): Keys {
  const written = Object.values(release.config).filter((key) => key !== undefined);
  const full = (key: string) => ownKey(key, project);
  const prefix = `${project}:`;
  const short = (key: string) =>
    written.find((one) => full(one) === full(key)) ??
    (key.startsWith(prefix) ? key.slice(prefix.length) : key);
  return { written, full, short };
}
