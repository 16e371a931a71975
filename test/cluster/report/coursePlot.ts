import type { Course } from "../load/timeline.js";
import { linePlot } from "./linePlot.js";

/** Connections answered and lost a second over the time of a scenario, with each change, as an SVG. */
export function coursePlot(title: string, { samples, changes }: Course): string {
  const rate = (value: 1 | 2) =>
    samples.map((sample, index): [number, number] => {
      const seconds = sample[0] - (samples[index - 1]?.[0] ?? 0);
      return [sample[0], seconds > 0 ? sample[value] / seconds : 0];
    });
  return linePlot({
    ...{ title, x: "seconds; a dashed line is the start of an update", y: "connections a second" },
    series: [
      { name: "answered", points: rate(1) },
      { name: "lost", points: rate(2) },
    ],
    marks: changes.map(({ from, title: text }) => ({ x: from, text })),
  });
}
