import { closest, distance } from "fastest-levenshtein";

/** Returns the closest known word if `word` looks like a typo of it. */
export function nearest(word: unknown, known: readonly string[]): string | undefined {
  if (typeof word !== "string" || word === "" || known.length === 0) return undefined;
  const sameLetters = known.find((candidate) => candidate.toLowerCase() === word.trim().toLowerCase());
  if (sameLetters !== undefined) return sameLetters;
  const candidate = closest(word, known);
  const slips = distance(word, candidate);
  const few = slips <= Math.max(1, Math.floor(candidate.length / 3)) && slips < candidate.length;
  return few ? candidate : undefined;
}

/** `did you mean "…"?` for a word that looks like a typo of a known word, else undefined. */
export function didYouMean(word: unknown, known: readonly string[]): string | undefined {
  const candidate = nearest(word, known);
  return candidate === undefined ? undefined : `did you mean "${candidate}"?`;
}
