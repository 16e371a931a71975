import { type DrainCell, type DrainCurve, sum } from "./drains.js";
import { linePlot } from "./linePlot.js";
import { grouped, table } from "./table.js";

const TEXT = `One kube-proxy of several hears of every change later than the others: what the API server sends to it is held up. Clients are behind its
node. Each app has two pods of each color, standby 0, and \`pulumi.com/skipAwait\` on its Service, so that the old color gets its end right after
the Service has changed. The app ends at SIGTERM at once. The last column is the same without \`skipAwait\` and with a drain of 0: \`up\` waits
until the endpoints of the Service have not changed for 10 s before the old color shrinks. A cell has the connections that each flip lost.`;

/** The curve as sections of the proof. */
export function drainSections(curves: readonly DrainCurve[], picture: string | undefined): string[] {
  return curves.flatMap((curve) => {
    const { mode, rate, cells } = curve;
    const drains = drainsOf(cells);
    const head = [
      "kube-proxy late by",
      ...drains.map((drain) => `drain ${drain} s`),
      "drain 0 s after the wait",
    ];
    const rows = delaysOf(cells).map((delay) => [
      `${delay} s`,
      ...drains.map((drain) => textOf(cells.find((cell) => isAt(cell, delay, drain)))),
      textOf(cells.find((cell) => cell.delay === delay && cell.waits)),
    ]);
    const all = sum(cells.map(({ begun }) => begun));
    const count = `In mode ${mode}, with ${rate} connections a second to each app, ${grouped(all)} in all.`;
    return ["## One slow kube-proxy", `${TEXT} ${count}`, table(head, rows), ...(picture ? [picture] : [])];
  });
}

/** The seconds for which a flip lost connections, over the drain, as an SVG; nothing without any. */
export function drainPlot([curve]: readonly DrainCurve[] = []): string | undefined {
  if (!curve) return undefined;
  const { cells, rate } = curve;
  return linePlot({
    title: "What a flip loses while one kube-proxy is late",
    x: "drainSeconds",
    y: "seconds of lost connections",
    series: delaysOf(cells).map((delay) => ({
      name: `${delay} s late`,
      points: drainsOf(cells).flatMap((drain) => {
        const cell = cells.find((each) => isAt(each, delay, drain));
        return cell ? [[drain, sum(cell.lost) / cell.lost.length / rate] as const] : [];
      }),
    })),
  });
}

function isAt(cell: DrainCell, delay: number, drain: number): boolean {
  return !cell.waits && cell.delay === delay && cell.drainSeconds === drain;
}

function textOf(cell: DrainCell | undefined): string {
  return cell ? cell.lost.join(", ") : "";
}

function drainsOf(cells: readonly DrainCell[]): number[] {
  return distinct(cells.filter(({ waits }) => !waits).map(({ drainSeconds }) => drainSeconds));
}

function delaysOf(cells: readonly DrainCell[]): number[] {
  return distinct(cells.map(({ delay }) => delay));
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
