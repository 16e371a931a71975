import pc from "picocolors";

/** Emphasis of a piece of text. */
export type Style = "strong" | "faint" | "good" | "changed" | "bad";

/** Applies a style to text. */
export type Paint = (style: Style, text: string) => string;

/** How text is laid out. */
export interface Layout {
  /** Columns of the screen, at which lines are broken. Infinity without a screen: then only prose is. */
  readonly width: number;
  /** Default: no colors. */
  readonly paint?: Paint;
}

/** The marks on the screen. */
export const glyphs = {
  create: "+",
  change: "~",
  same: " ",
  delete: "-",
  warning: "!",
  note: "i",
  arrow: "→",
  dot: "·",
} as const;

/** Colors for a terminal. The caller decides whether to use them. */
export const colored: Paint = (style, text) => STYLES[style](text);

/** No colors: for files, pipes and NO_COLOR. */
export const plainly: Paint = (_, text) => text;

const { bold, dim, green, yellow, red } = pc.createColors(true);

const STYLES: Readonly<Record<Style, (text: string) => string>> = {
  strong: bold,
  faint: dim,
  good: green,
  changed: yellow,
  bad: red,
};
