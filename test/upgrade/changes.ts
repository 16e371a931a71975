import * as library from "../../src/index.js";
import { type Changes, compare, kindOf, titleOf } from "./compare.js";
import { RECORDED, readRelease, releasesIn } from "./records.js";
import { replay } from "./replay.js";

/** What an upgrade from a recorded release to this version changes. */
export interface Upgrade {
  readonly release: string;
  readonly programs: readonly ProgramChanges[];
}

/** What it changes in one program. */
export interface ProgramChanges extends Changes {
  readonly program: string;
}

/** The upgrade from each recorded release to this version. */
export async function upgrades(): Promise<Upgrade[]> {
  const all: Upgrade[] = [];
  for (const release of releasesIn(RECORDED)) all.push({ release, programs: await changesSince(release) });
  return all;
}

/** What an upgrade from this release to this version changes, program by program. */
export async function changesSince(release: string): Promise<ProgramChanges[]> {
  const all: ProgramChanges[] = [];
  for (const { program, resources } of readRelease(RECORDED, release)) {
    all.push({ program: program.name, ...compare(resources, await replay(program, library)) });
  }
  return all;
}

/** A field that differs in a resource of this kind; `new` for a resource that is new. */
export type Difference = readonly [kind: string, path: string];

/** All differences that users are told about. A resource that is gone breaks a promise instead. */
export function differencesOf({ added, changed }: Changes): Difference[] {
  return [
    ...added.map((resource): Difference => [kindOf(resource), "new"]),
    ...changed.flatMap(({ resource, fields }) =>
      fields.map(({ path }): Difference => [kindOf(resource), path]),
    ),
  ];
}

/** Every change of every upgrade, as a page for reviews. */
export function changesPage(all: readonly Upgrade[]): string {
  const sections = all.flatMap(({ release, programs }) =>
    programs.flatMap((changes) => sectionOf(`${changes.program}, since ${release}`, changes)),
  );
  return `${HEAD}${sections.join("\n")}\n`;
}

const HEAD = `# What an upgrade changes in the recorded programs

Written by \`npx vitest run test/upgrade -u\`. A program without a section stays as it is.
`;

function sectionOf(title: string, { added, removed, changed }: Changes): string[] {
  const lines = [
    ...added.map((resource) => `- new: ${titleOf(resource)}`),
    ...removed.map((resource) => `- gone: ${titleOf(resource)}`),
    ...changed.flatMap(({ resource, fields }) => [
      `- ${titleOf(resource)}`,
      ...fields.map(({ path, old, new: next }) => `  - \`${path}\`: ${valueText(old)} → ${valueText(next)}`),
    ]),
  ];
  return lines.length === 0 ? [] : ["", `## ${title}`, "", ...lines];
}

function valueText(value: unknown): string {
  return value === undefined ? "none" : `\`${JSON.stringify(value)}\``;
}
