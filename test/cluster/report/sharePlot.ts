import { total } from "../load/load.js";
import { isPromised, type ScenarioResult } from "./result.js";
import { interval } from "./share.js";

const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = 48;

interface Point {
  readonly planned: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The counted share of every change over the planned one, each with its 99.999 % interval, as an SVG; nothing without any. */
export function sharePlot(results: readonly ScenarioResult[]): string | undefined {
  const points = pointsOf(results);
  if (points.length === 0) return undefined;
  const x = (planned: number) => MARGIN + (planned / 100) * (WIDTH - 2 * MARGIN);
  const y = (share: number) => HEIGHT - MARGIN - (share / 100) * (HEIGHT - 2 * MARGIN);
  const line = (x1: number, y1: number, x2: number, y2: number, style: string) =>
    `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" ${style}/>`;
  const text = (at: [number, number], what: string, anchor = "middle") =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}">${what}</text>`;
  const ticks = [0, 25, 50, 75, 100].flatMap((tick) => [
    line(x(tick), y(0), x(tick), y(100), 'stroke="#ddd"'),
    line(x(0), y(tick), x(100), y(tick), 'stroke="#ddd"'),
    text([x(tick), y(0) + 18], `${tick} %`),
    text([x(0) - 8, y(tick) + 4], `${tick} %`, "end"),
  ]);
  const marks = spreadOut(points).flatMap(({ planned, share, low, high, shift }) => [
    line(x(planned) + shift, y(low), x(planned) + shift, y(high), 'stroke="#2563eb" stroke-width="1.5"'),
    `<circle cx="${(x(planned) + shift).toFixed(1)}" cy="${y(share).toFixed(1)}" r="2.5" fill="#2563eb"/>`,
  ]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">
<title>Planned and counted shares of the connections</title>
<rect width="100%" height="100%" fill="white"/>
${[...ticks, line(x(0), y(0), x(100), y(100), 'stroke="#999" stroke-dasharray="4"'), ...marks].join("\n")}
${text([WIDTH / 2, 20], `share of the connections: planned and counted in ${points.length} changes`)}
${text([WIDTH / 2, HEIGHT - 8], "planned; the line is what was planned, a bar the 99.999 % interval")}
</svg>
`;
}

function pointsOf(results: readonly ScenarioResult[]): Point[] {
  const changes = results.filter(isPromised).flatMap((result) => result.changes);
  return changes.flatMap(({ share, after }) => {
    const [version = "", planned = 0] = Object.entries(share ?? {}).at(-1) ?? [];
    const mixed = planned > 0 && planned < 100;
    return mixed ? [{ planned, ...interval(after.ok[version] ?? 0, total(after.ok)) }] : [];
  });
}

/** Draws changes to the same share next to each other. */
function spreadOut(points: readonly Point[]): (Point & { shift: number })[] {
  return points.map((point, index) => {
    const same = points.filter(({ planned }) => planned === point.planned);
    const before = points.slice(0, index).filter(({ planned }) => planned === point.planned).length;
    return { ...point, shift: 5 * (before - (same.length - 1) / 2) };
  });
}
