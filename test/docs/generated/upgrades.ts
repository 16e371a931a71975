import { differencesOf, type ProgramChanges, type Upgrade, upgrades } from "../../upgrade/changes.js";
import { isUpdate, titleOf } from "../../upgrade/compare.js";
import { EXPLANATIONS } from "../../upgrade/explanations.js";
import { code, table } from "./markdown.js";

/** What the first `up` after an upgrade does, from each recorded release that this version changes something for. */
export async function upgradeChanges(): Promise<string> {
  const changing = (await upgrades()).filter(({ programs }) => programs.some(hasChanges));
  return changing.map(sectionOf).join("\n\n");
}

function sectionOf({ release, programs }: Upgrade): string {
  const differences = programs.flatMap(differencesOf);
  const explained = EXPLANATIONS.filter(({ matches }) => differences.some((each) => matches(...each)));
  return [
    `### From ${release}`,
    table(
      ["change", "the first `up`", "to keep what was before"],
      explained.map(({ change, firstUp, keep }) => [change, firstUp, keep]),
    ),
    "The recorded programs, and the objects that the first `up` updates in place:",
    table(
      ["program", "updates"],
      programs.map((program) => [code(program.program), updatesOf(program)]),
    ),
  ].join("\n\n");
}

function hasChanges(changes: ProgramChanges): boolean {
  return differencesOf(changes).length > 0;
}

function updatesOf({ added, changed }: ProgramChanges): string {
  const all = [
    ...added.map((resource) => `new: ${titleOf(resource)}`),
    ...changed.filter(isUpdate).map(({ resource }) => titleOf(resource)),
  ];
  return all.join(", ") || "nothing";
}
