import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Something that tests need and this machine lacks. */
export interface Lack {
  readonly need: string;
  readonly remedy: string;
}

/** A command on PATH, where system administration tools count as well. */
export function needsCommand(name: string, remedy = `install ${name}`): Lack | undefined {
  const directories = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return directories.some((directory) => existsSync(join(directory, name)))
    ? undefined
    : { need: name, remedy };
}

export function needsRoot(): Lack | undefined {
  return process.getuid?.() === 0 ? undefined : { need: "root", remedy: "run as root" };
}

export function needsFile(path: string, need: string, remedy: string): Lack | undefined {
  return existsSync(path) ? undefined : { need, remedy };
}

/**
 * Why these tests cannot run here; undefined when they can. Prints it once, because a skipped test must report the reason.
 *
 * TEST_REQUIRES lists, with spaces, what a machine is known to have ("go root"). There, a lack of it is a failure: without
 * this, a broken search for a tool would skip its tests everywhere, and nobody would notice.
 */
export function skipReason(tests: string, ...lacks: readonly (Lack | undefined)[]): string | undefined {
  const lacking = lacks.filter((lack) => lack !== undefined);
  if (lacking.length === 0) return undefined;
  const reason = lacking.map(({ need, remedy }) => `no ${need} (${remedy})`).join(", ");
  const required = (process.env.TEST_REQUIRES ?? "").split(" ");
  if (lacking.some(({ need }) => required.includes(need)))
    throw new Error(`${tests} must run here, but there is ${reason}`);
  console.log(`skipped: ${tests}: ${reason}`);
  return reason;
}
