import { closest, distance } from "fastest-levenshtein";

/** `did you mean "…"?` for a word that is a slip of the pen away from one of the known words, else undefined. */
export function didYouMean(word: unknown, known: readonly string[]): string | undefined {
  if (typeof word !== "string" || word === "" || known.length === 0) return undefined;
  const sameLetters = known.find((candidate) => candidate.toLowerCase() === word.trim().toLowerCase());
  if (sameLetters) return `did you mean "${sameLetters}"?`;
  const candidate = closest(word, known);
  const slips = distance(word, candidate);
  const few = slips <= Math.max(1, Math.floor(candidate.length / 3)) && slips < candidate.length;
  return few ? `did you mean "${candidate}"?` : undefined;
}
