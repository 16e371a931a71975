import { lstatSync, type Stats, statSync } from "node:fs";
import { dirname, join, normalize, resolve, sep } from "node:path";
import { YAMLParseError } from "yaml";
import { Failure, isSystemError } from "../failure.js";

const CHOOSE = "choose another with --render DIR";

/**
 * The place of a path within a folder. Throws a Failure for one outside, and for one behind a symbolic link: a render writes
 * and removes files, and must not do so anywhere else.
 */
export function inside(folder: string, path: string): string {
  const steps = normalize(path).split(sep);
  if (path === "" || normalize(path) !== path || steps[0] === ".." || steps[0] === "") {
    throw new Failure(`${JSON.stringify(path)} is not a path inside ${folder}`);
  }
  let place = resolve(folder);
  for (const step of steps) {
    place = join(place, step);
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new Failure(
        `${place} is a symbolic link, and a render writes only inside its folder; remove the link, or ${CHOOSE}`,
      );
    }
  }
  return place;
}

/** Throws a Failure for a path that is a file, or below one. A folder that does not exist may be created. */
export function assertFolder(path: string): void {
  const status = withReason(path, "read", () => statOf(path));
  if (status === undefined) {
    if (dirname(path) !== path) assertFolder(dirname(path));
  } else if (!status.isDirectory()) {
    throw new Failure(`${path} is not a folder; ${CHOOSE}`);
  }
}

/** Runs an action on the render folder. An error of the file system, or of edited YAML in it, becomes a Failure. */
export function withReason<T>(folder: string, what: "read" | "written", action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!isSystemError(error) && !(error instanceof YAMLParseError)) throw error;
    throw new Failure(`${folder} cannot be ${what}: ${error.message.trim()}; ${CHOOSE}`);
  }
}

/** What is at a path, links resolved. Undefined when nothing is, also below a file. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}
