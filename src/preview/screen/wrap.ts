/** Width of prose in a file or a pipe, where lines have no limit. */
const READABLE = 100;

/** Columns of prose on an output of this width. Infinity is an output without a screen. */
export function proseWidth(width: number): number {
  return Number.isFinite(width) ? width : READABLE;
}

/**
 * Breaks text between words into lines of at most `width` columns. Only a longer word is broken itself. A no-break space
 * holds a number and its unit together.
 */
export function wrap(text: string, width: number): string[] {
  const words = text.split(SPACES).flatMap((word) => pieces(word, width));
  return fill(words, width, " ");
}

/** The same with `indent` columns in front of every line but the first. */
export function wrapHanging(text: string, width: number, indent: number): string[] {
  return wrap(text, width - indent).map((line, index) => (index === 0 ? line : " ".repeat(indent) + line));
}

/** Places parts on lines of at most `width` columns. Only a longer part is broken itself. */
export function flow(parts: readonly string[], width: number, separator: string): string[] {
  return fill(
    parts.flatMap((part) => (part.length <= width ? [part] : wrap(part, width))),
    width,
    separator,
  );
}

// Every white space but the no-break spaces.
const SPACES = /[^\S\u00a0\u202f]+/;

function fill(parts: readonly string[], width: number, separator: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    if (line !== "" && line.length + separator.length + part.length > width) {
      lines.push(line);
      line = part;
    } else line = line === "" ? part : line + separator + part;
  }
  return [...lines, line];
}

/** A word in pieces of at most `width` columns. Breaks between code points, so that an emoji stays whole. */
function pieces(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  const characters = Array.from(word);
  const size = Math.max(1, Math.floor((width * characters.length) / word.length));
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(""),
  );
}
