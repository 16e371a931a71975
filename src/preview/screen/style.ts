/** How a piece of text stands out. */
export type Style = "strong" | "faint" | "good" | "changed" | "bad";

/** Gives text a style; `plainly` gives it none. */
export type Paint = (style: Style, text: string) => string;

const CODES: Record<Style, readonly [on: number, off: number]> = {
  strong: [1, 22],
  faint: [2, 22],
  good: [32, 39],
  changed: [33, 39],
  bad: [31, 39],
};

/** The signs in front of objects, and the rest of the marks on the screen. */
export const glyphs = {
  create: "+",
  change: "~",
  same: " ",
  delete: "-",
  warning: "!",
  arrow: "→",
  dot: "·",
} as const;

/** Colour for a terminal. */
export const coloured: Paint = (style, text) => {
  const [on, off] = CODES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
};

/** No colour: the same words for files, pipes and NO_COLOR. */
export const plainly: Paint = (_, text) => text;
