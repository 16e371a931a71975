import { closest, distance } from "fastest-levenshtein";

/** The known word that is a slip of the pen away from `word`, if there is one. */
export function nearest(word: unknown, known: readonly string[]): string | undefined {
  if (typeof word !== "string" || word === "" || known.length === 0) return undefined;
  const sameLetters = known.find((candidate) => candidate.toLowerCase() === word.trim().toLowerCase());
  if (sameLetters !== undefined) return sameLetters;
  const candidate = closest(word, known);
  const slips = distance(word, candidate);
  const few = slips <= Math.max(1, Math.floor(candidate.length / 3)) && slips < candidate.length;
  return few ? candidate : undefined;
}

/** `did you mean "…"?` for a word that is a slip of the pen away from one of the known words, else undefined. */
export function didYouMean(word: unknown, known: readonly string[]): string | undefined {
  const candidate = nearest(word, known);
  return candidate === undefined ? undefined : `did you mean "${candidate}"?`;
}
