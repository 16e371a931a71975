import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Program } from "./program.js";
import type { RecordedResource } from "./replay.js";

/** What a release registers for one program. */
export interface RecordedProgram {
  readonly program: Program;
  readonly resources: readonly RecordedResource[];
}

/** The folder of the records. */
export const RECORDED = join(__dirname, "recorded");
const RELEASES = "releases.json";

/** The recorded releases, from the oldest to the newest. */
export function releasesIn(folder: string): string[] {
  const file = join(folder, RELEASES);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** The record of a release, sorted by the name of the program. */
export function readRelease(folder: string, release: string): RecordedProgram[] {
  const names = readdirSync(join(folder, release)).map((file) => basename(file, ".json"));
  return names.sort().map((name) => JSON.parse(readFileSync(join(folder, release, `${name}.json`), "utf8")));
}

/** Adds the record of a release. Refuses one that is there: users have the state that it describes. */
export function addRelease(folder: string, release: string, programs: readonly RecordedProgram[]): void {
  const releases = releasesIn(folder);
  if (releases.includes(release)) {
    throw new Error(
      `${release} is recorded, and a record never changes: it is the state of those who use ${release}. Give the next version its number first (npm version).`,
    );
  }
  mkdirSync(join(folder, release), { recursive: true });
  for (const recorded of programs) write(join(folder, release, `${recorded.program.name}.json`), recorded);
  write(join(folder, RELEASES), [...releases, release]);
}

function write(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
}
