import { wrap } from "../../../src/preview/screen/wrap.js";
import { GROUPS } from "./catalog.js";
import type { Entry, Group, Needs } from "./entry.js";

/** Columns in which a line has room for a name and what the scenario shows. */
const WIDE = 90;

const HEAD = `Scenarios, with the minutes that each takes in one mode of kube-proxy. A run without --only takes those marked "short"; --long
takes all. --only takes those whose name contains a text, or a whole group by the name in front of its title.`;

/** The scenarios as text of at most `width` columns: what each shows, what it needs and how long it takes. */
export function listOf(width: number, groups: readonly Group[] = GROUPS): string {
  const entries = groups.flatMap((group) => group.entries);
  const columns = Math.max(...entries.map(({ name }) => name.length));
  const minutes = entries.reduce((sum, entry) => sum + entry.minutes, 0);
  const lines = groups.flatMap(({ name, title, entries }) => [
    "",
    ...wrap(`${name}: ${title}`, width),
    ...entries.flatMap((entry) => linesOf(entry, width, columns)),
  ]);
  const sum = `${entries.length} scenarios, about ${Math.round(minutes)} minutes in one mode`;
  return [...wrap(HEAD, width), ...lines, "", sum, ""].join("\n");
}

function linesOf(entry: Entry, width: number, columns: number): string[] {
  const { name, shows, minutes } = entry;
  const text = [shows, ...remarks(entry)].join("; ");
  if (width < WIDE) return [`  ${name}, ${minutes} min`, ...hung(text, "      ", width)];
  const front = `  ${name.padEnd(columns)}  ${`${minutes} min`.padStart(7)}   `;
  const [first = "", ...others] = hung(text, " ".repeat(front.length), width);
  return [front + first.trimStart(), ...others];
}

function hung(text: string, indent: string, width: number): string[] {
  return wrap(text, width - indent.length).map((line) => indent + line);
}

/** What it needs, and which runs take it. */
function remarks({ needs, short, ipvs, foreign }: Entry): string[] {
  return [
    ...needsOf(needs),
    ...(foreign ? ["also with --kubeconfig"] : []),
    ...(short ? [`short, in ${MODES[short]}`] : []),
    ...(ipvs && ipvs !== "long" ? [`short, in ${MODES[ipvs]} of ipvs`] : []),
  ];
}

const MODES = { all: "every mode", first: "the first mode" };

function needsOf({ nodes, modes }: Needs = {}): string[] {
  return [
    ...(nodes === undefined ? [] : [`needs --nodes ${nodes}`]),
    ...(modes === undefined ? [] : [modes === "ipvs" ? "needs a mode of ipvs" : "not in ipvs"]),
  ];
}
