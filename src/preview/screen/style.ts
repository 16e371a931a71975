import pc from "picocolors";

/** How a piece of text stands out. */
export type Style = "strong" | "faint" | "good" | "changed" | "bad";

/** Gives text a style; `plainly` gives it none. */
export type Paint = (style: Style, text: string) => string;

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

/** Color for a terminal. Whether there is one, the caller decides. */
export const colored: Paint = (style, text) => STYLES[style](text);

/** No color: the same words for files, pipes and NO_COLOR. */
export const plainly: Paint = (_, text) => text;

const { bold, dim, green, yellow, red } = pc.createColors(true);

const STYLES: Readonly<Record<Style, (text: string) => string>> = {
  strong: bold,
  faint: dim,
  good: green,
  changed: yellow,
  bad: red,
};
