import { distance } from "fastest-levenshtein";
import { GROUPS } from "./catalog.js";
import type { Entry, Group } from "./entry.js";

/** The largest share of letters that a typo has wrong. */
const FAR = 0.5;
const NEAREST = 3;

/** The words of `--only`. */
export function wordsOf(only: string): string[] {
  return only.split(",").map((word) => word.trim());
}

/** Whether a word of `--only` is part of the name of a scenario, or names its group. */
export function isWanted(word: string, entry: Pick<Entry, "name">, group: Pick<Group, "name">): boolean {
  const text = word.toLowerCase();
  return entry.name.toLowerCase().includes(text) || group.name.toLowerCase() === text;
}

/** What is wrong with `--only`: the words that no scenario has in its name, with the nearest names. */
export function wrongOnly(only: string, groups: readonly Group[] = GROUPS): string[] {
  return wordsOf(only).flatMap((word) => {
    if (word === "") return ["--only has an empty word"];
    if (groups.some((group) => group.entries.some((entry) => isWanted(word, entry, group)))) return [];
    const near = nearest(word, groups).map((name) => `"${name}"`);
    const hint = near.length > 0 ? `the nearest ${near.length > 1 ? "are" : "is"} ${near.join(", ")}; ` : "";
    return [`--only: no scenario has "${word}" in its name; ${hint}--list shows all`];
  });
}

/** The names that a word is nearest to: as a whole, or to a word of them. */
function nearest(word: string, groups: readonly Group[]): string[] {
  const names = groups.flatMap(({ name, entries }) => [name, ...entries.map((entry) => entry.name)]);
  const ranked = names.map((name) => ({
    name,
    far: Math.min(...partsOf(name).map((part) => apart(word, part))),
  }));
  const near = ranked.filter(({ far }) => far < FAR).sort((a, b) => a.far - b.far);
  return near.slice(0, NEAREST).map(({ name }) => name);
}

function partsOf(name: string): string[] {
  return [name, ...name.split(/[:,] /), ...name.split(/[:,]? /)];
}

function apart(word: string, part: string): number {
  return distance(word.toLowerCase(), part.toLowerCase()) / Math.max(word.length, part.length);
}
