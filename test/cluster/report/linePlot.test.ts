import { expect, it } from "vitest";
import { linePlot } from "./linePlot.js";

const plot = (points: [number, number][], marks: { x: number; text: string }[] = []) =>
  linePlot({ title: "lost & slow", x: "drain in s", y: "lost", series: [{ name: "a", points }], marks });

it("draws a line for each series over round scales from 0", () => {
  const svg = plot([
    [0, 40],
    [5, 7],
    [10, 0],
  ]);
  expect(svg).toContain('<polyline points="64.0,56.0 400.0,');
  expect(svg).toContain("736.0,268.0");
  expect([...svg.matchAll(/text-anchor="end">([^<]+)</g)].map(([, tick]) => Number(tick))).toEqual([
    0, 10, 20, 30, 40,
  ]);
  expect(svg).toContain("lost &amp; slow");
});

it("marks a moment with a text, and makes room for it", () => {
  const svg = plot([[1, 1]], [{ x: 20, text: 'weight "10"' }]);
  expect(svg).toContain("<title>weight &quot;10&quot;</title>");
  expect(svg).toContain('x1="736.0"');
});

it("draws a series without a height, and one without points", () => {
  expect(plot([[1, 0]])).not.toContain("NaN");
  expect(plot([])).not.toContain("NaN");
});
