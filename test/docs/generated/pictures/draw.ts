import type { Frame, Side } from "./frames.js";

/** The words of a picture, by the moments of its frames. */
export interface Words {
  readonly title: string;
  readonly description: string;
  readonly captions: Readonly<Record<string, Caption>>;
}

interface Caption {
  readonly title: string;
  /** Below the pods. Up to two lines. */
  readonly notes: readonly string[];
}

const STYLE = `
    .panel { fill: #ffffff; stroke: #d0d7de; }
    .service { fill: #f3f4f6; stroke: #57606a; }
    .stable { fill: #cfe3ff; stroke: #0a58ca; }
    .canary { fill: #c9f2d3; stroke: #18763a; }
    .starting, .draining { fill: none; stroke-dasharray: 4 3; }
    .line { fill: none; stroke: #1f2328; stroke-width: 1.5; }
    .head { fill: #1f2328; }
    text { font-family: system-ui, -apple-system, "Segoe UI", sans-serif; font-size: 12px; fill: #1f2328; text-anchor: middle; }
    .title { font-size: 13px; font-weight: 600; }
    .note { fill: #57606a; }
    @media (prefers-color-scheme: dark) {
      .panel { fill: #161b22; stroke: #3d444d; }
      .service { fill: #21262d; stroke: #9198a1; }
      .stable { fill: #12315c; stroke: #79b8ff; }
      .canary { fill: #123d22; stroke: #6fdd8b; }
      .starting, .draining { fill: none; }
      .line { stroke: #f0f6fc; }
      .head { fill: #f0f6fc; }
      text { fill: #f0f6fc; }
      .note { fill: #9198a1; }
    }`;

/** Size of a frame with the space to the next one, and of the frame itself. */
const [STEP_X, STEP_Y, WIDTH, HEIGHT] = [244, 216, 232, 204];
/** The middle of a frame and of its two sides, from the left of the picture. */
const [MIDDLE, SIDES] = [124, [66, 182]] as const;
const CLASSES = ["stable", "canary"] as const;

/** Draws the frames in two columns. Every frame needs a caption, and every caption a frame. */
export function draw(frames: readonly Frame[], { title, description, captions }: Words): string {
  const moments = frames.map(({ moment }) => moment);
  if (moments.join() !== Object.keys(captions).join()) {
    throw new Error(
      `the plan has ${moments.join(", ")}; the captions are of ${Object.keys(captions).join(", ")}`,
    );
  }
  const [width, height] = [2 * STEP_X + 4, STEP_Y * Math.ceil(frames.length / 2) + 4];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
  <title id="title">${title}</title>
  <desc id="desc">${description}</desc>
  <style>${STYLE}
  </style>
${frames.map((frame, index) => panel(frame, index, captions[frame.moment] as Caption)).join("\n")}
</svg>
`;
}

function panel(frame: Frame, index: number, { title, notes }: Caption): string {
  const number = index === 0 ? "" : `${index} · `;
  return `  <g transform="translate(${STEP_X * (index % 2)} ${STEP_Y * Math.floor(index / 2)})">
    <rect class="panel" x="8" y="8" width="${WIDTH}" height="${HEIGHT}" rx="8"/>
    <text class="title" x="${MIDDLE}" y="32">${number}${title}</text>
${notes.map((note, line) => `    <text class="note" x="${MIDDLE}" y="${200 - 16 * (notes.length - 1 - line)}">${note}</text>`).join("\n")}
    <rect class="service" x="79" y="48" width="90" height="28" rx="4"/>
    <text x="${MIDDLE}" y="66">Service</text>
${frame.sides.map((side, column) => drawnSide(side, column, frame)).join("\n")}
  </g>`;
}

function drawnSide(side: Side, column: number, { sides }: Frame): string {
  const x = SIDES[column] ?? 0;
  const [name] = side.label.split(" ");
  const pods = [
    ...Array.from({ length: side.ready }, () => ""),
    ...Array.from({ length: side.starting }, () => " starting"),
    ...Array.from({ length: side.draining }, () => " draining"),
  ];
  if (pods.length === 0) return `    <text class="note" x="${x}" y="131">${name}: no pods</text>`;
  const left = x - (30 * pods.length - 6) / 2;
  const boxes = pods.map(
    (state, pod) =>
      `    <rect class="${CLASSES[column]}${state}" x="${left + 30 * pod}" y="114" width="24" height="24" rx="4"/>`,
  );
  const both = sides.every(({ share }) => share > 0);
  return [
    ...(side.share > 0 ? [arrow(x, both ? column : undefined, side.share)] : []),
    ...boxes,
    `    <text x="${x}" y="156">${side.label}</text>`,
  ].join("\n");
}

/** From the Service to a side. When both sides get traffic, with the share. */
function arrow(x: number, column: number | undefined, share: number): string {
  const from = column === undefined ? MIDDLE : [108, 140][column];
  const [anchor, at] = column === 0 ? ["end", 73] : ["start", 175];
  return [
    `    <path class="line" d="M${from} 76 L${x} 105"/>`,
    `    <path class="head" d="M${x - 4} 104 h8 l-4 8 z"/>`,
    ...(column === undefined
      ? []
      : [`    <text style="text-anchor:${anchor}" x="${at}" y="94">${Math.round(share)} %</text>`]),
  ].join("\n");
}
