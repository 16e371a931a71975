/** A line through points, in the order of their x. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LinePlot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  /** Vertical lines. */
  readonly marks?: readonly { readonly x: number; readonly text: string }[];
}

const WIDTH = 760;
const HEIGHT = 320;
const LEFT = 64;
const RIGHT = 24;
const TOP = 56;
const BOTTOM = 52;
const COLORS = ["#2563eb", "#dc2626", "#059669", "#d97706", "#7c3aed"];
const TICKS = 5;
/** So many points are each drawn as a dot. */
const FEW = 30;

/** Lines over a common scale from 0, as an SVG. */
export function linePlot({ title, x, y, series, marks = [] }: LinePlot): string {
  const points = series.flatMap((one) => one.points);
  const scaleX = scale([...points.map(([at]) => at), ...marks.map((mark) => mark.x)]);
  const scaleY = scale(points.map(([, value]) => value));
  const across = (value: number) => LEFT + (value / scaleX.top) * (WIDTH - LEFT - RIGHT);
  const up = (value: number) => HEIGHT - BOTTOM - (value / scaleY.top) * (HEIGHT - TOP - BOTTOM);
  const line = (from: [number, number], to: [number, number], style: string) =>
    `<line x1="${fixed(from[0])}" y1="${fixed(from[1])}" x2="${fixed(to[0])}" y2="${fixed(to[1])}" ${style}/>`;
  const grid = [
    ...scaleX.ticks.flatMap((tick) => [
      line([across(tick), up(0)], [across(tick), TOP], 'stroke="#eee"'),
      label(across(tick), HEIGHT - BOTTOM + 16, String(tick)),
    ]),
    ...scaleY.ticks.flatMap((tick) => [
      line([LEFT, up(tick)], [WIDTH - RIGHT, up(tick)], 'stroke="#ddd"'),
      label(LEFT - 8, up(tick) + 4, String(tick), "end"),
    ]),
  ];
  const marked = marks.map((mark) => [
    line([across(mark.x), up(0)], [across(mark.x), TOP], 'stroke="#999" stroke-dasharray="3"'),
    `<title>${escaped(mark.text)}</title>`,
  ]);
  const lines = series.flatMap(({ points: own }, index) => {
    const color = COLORS[index % COLORS.length];
    const at = own.map(([x, y]): [string, string] => [fixed(across(x)), fixed(up(y))]);
    const dots =
      own.length > FEW ? [] : at.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${color}"/>`);
    return [
      `<polyline points="${at.map((pair) => pair.join()).join(" ")}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
      ...dots,
    ];
  });
  const legend = series.map(
    ({ name }, index) =>
      `<text x="${LEFT + index * 150}" y="44" fill="${COLORS[index % COLORS.length]}">${escaped(name)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="white"/>
${[...grid, ...marked.map((parts) => `<g>${parts.join("")}</g>`), ...lines, ...legend].join("\n")}
${label(WIDTH / 2, 20, title)}
${label(WIDTH / 2, HEIGHT - 12, x)}
<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>
</svg>
`;
}

/** Round numbers from 0 to at least the largest value. */
function scale(values: readonly number[]): { readonly top: number; readonly ticks: readonly number[] } {
  const most = Math.max(0, ...values) || 1;
  const rough = most / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil(most / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
  return { top: count * step, ticks };
}

function label(x: number, y: number, text: string, anchor = "middle"): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}
