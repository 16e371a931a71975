import { escaped } from "../../preview/screen/page.js";

/** A chart over time, as wide as its place. Its text keeps its size, and only its lines are stretched. */
export interface Chart {
  /** Distinct on its page; made of letters and digits. */
  readonly id: string;
  /** What it shows, for those who do not see it. */
  readonly title: string;
  readonly description: string;
  /** Begin and end of the time, with their labels. */
  readonly time: Axis;
  readonly lines: readonly Line[];
  /** Horizontal lines. */
  readonly limits: readonly Limit[];
  /** Vertical lines. */
  readonly marks: readonly Mark[];
}

export interface Axis {
  readonly from: number;
  readonly until: number;
  readonly labels: readonly [string, string];
}

/** Heights are from 0 at the bottom to 1 at the top. */
export interface Point {
  readonly at: number;
  readonly height: number;
  /** Whether the line begins anew here. */
  readonly isNew?: boolean;
}

export interface Line {
  readonly points: readonly Point[];
  /** Class of its color. */
  readonly style: string;
  /** Next to its last point. Empty without one. */
  readonly label: string;
  /** Holds its height until the next point. */
  readonly isStepped?: boolean;
  readonly isDashed?: boolean;
}

export interface Limit {
  readonly height: number;
  readonly style: string;
  readonly label: string;
  /** Where its label is. Default: `above`. */
  readonly side?: "above" | "below";
}

export interface Mark {
  readonly at: number;
  readonly label: string;
}

/** Pixels: the plot, and the space for text above and below it. */
const [TOP, PLOT, BOTTOM] = [20, 140, 20];
const TEXT = 12;
/** Length of the plot in its own units. */
const LENGTH = 1000;
/** Part of the length that a label of a mark needs at least. */
const ROOM = 0.14;

export function chartSvg(chart: Chart): string {
  const { id, title, description, time, lines, limits, marks } = chart;
  return `<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-text" width="100%" height="${TOP + PLOT + BOTTOM}">
<title id="${id}-title">${escaped(title)}</title>
<desc id="${id}-text">${escaped(description)}</desc>
${markLines(marks, time)}
<line class="axis" x1="0" x2="100%" y1="${TOP + PLOT}" y2="${TOP + PLOT}"/>
${limits.map(limitLine).join("")}
<svg aria-hidden="true" x="0" y="${TOP}" width="100%" height="${PLOT}" viewBox="0 0 ${LENGTH} ${PLOT}" preserveAspectRatio="none">
${lines.map((line) => path(line, time)).join("\n")}
</svg>
${limits.map(limitLabel).join("")}
${lineLabels(lines, limits)}
<text x="0" y="${TOP + PLOT + TEXT + 3}">${escaped(time.labels[0])}</text>
<text x="100%" y="${TOP + PLOT + TEXT + 3}" text-anchor="end">${escaped(time.labels[1])}</text>
</svg>`;
}

function path({ points, style, isStepped, isDashed }: Line, time: Axis): string {
  const parts = points.map(({ at, height, isNew }, index) => {
    const [x, y] = [round(partOf(at, time) * LENGTH), round(pixels(height))];
    if (index === 0 || isNew) return `M${x} ${y}`;
    return isStepped ? `H${x}V${y}` : `L${x} ${y}`;
  });
  if (parts.length === 0) return "";
  const dash = isDashed ? ' stroke-dasharray="5 4"' : "";
  return `<path class="line ${style}"${dash} d="${parts.join("")}"/>`;
}

function limitLine({ height, style }: Limit): string {
  const y = round(TOP + pixels(height));
  return `<line class="limit ${style}" x1="0" x2="100%" y1="${y}" y2="${y}"/>`;
}

function limitLabel({ height, style, label, side = "above" }: Limit): string {
  const y = TOP + pixels(height) + (side === "above" ? -4 : TEXT + 1);
  return `<text class="${style}" x="0" y="${round(y)}">${escaped(label)}</text>`;
}

/** Names at the ends of lines: above or below, where neither another name nor a limit is. */
function lineLabels(lines: readonly Line[], limits: readonly Limit[]): string {
  const barred = limits.map(({ height }) => TOP + pixels(height));
  const taken: number[] = [];
  const isFree = (y: number) =>
    y <= TOP + PLOT - 2 &&
    !taken.some((other) => Math.abs(other - y) <= TEXT) &&
    !barred.some((limit) => limit > y - TEXT && limit < y + 3);
  return lines
    .filter(({ label, points }) => label !== "" && points.length > 0)
    .map(({ label, style, points }) => {
      const end = TOP + pixels(points.at(-1)?.height ?? 0);
      const y = PLACES.map((place) => end + place).find(isFree) ?? end;
      taken.push(y);
      return `<text class="${style}" x="100%" y="${round(y)}" text-anchor="end">${escaped(label)}</text>`;
    })
    .join("");
}

/** Where the name of a line may be, in pixels below its end; the best place first. */
const PLACES = [-4, TEXT + 2, -TEXT - 6, 2 * TEXT + 4, -2 * TEXT - 8, 3 * TEXT + 6, -3 * TEXT - 10];

/** Marks without their names where these would overlap. */
function markLines(marks: readonly Mark[], time: Axis): string {
  let end = -1;
  return marks
    .map(({ at, label }) => {
      const part = partOf(at, time);
      const x = `${round(part * 100)}%`;
      const hasRoom = part >= end && part <= 1 - ROOM / 2;
      if (hasRoom) end = part + ROOM;
      const name = hasRoom ? `<text x="${x}" y="${TEXT}">${escaped(label)}</text>` : "";
      return `<line class="mark" x1="${x}" x2="${x}" y1="0" y2="${TOP + PLOT}"/>${name}`;
    })
    .join("");
}

function partOf(at: number, { from, until }: Axis): number {
  return bounded((at - from) / (until - from));
}

/** Pixels from the top of the plot. Lines at its edges keep their width. */
function pixels(height: number): number {
  return Math.min(PLOT - 1, Math.max(1, PLOT * (1 - bounded(height))));
}

function bounded(part: number): number {
  return Number.isFinite(part) ? Math.min(1, Math.max(0, part)) : 0;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
