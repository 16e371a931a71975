import { expect, it } from "vitest";
import { coursePlot } from "./coursePlot.js";

it("draws rates, whatever the time between two samples, and marks each change", () => {
  const svg = coursePlot("releases", {
    samples: [
      [1, 100, 0],
      [3, 200, 20],
    ],
    changes: [{ from: 2, to: 3, title: "shop: flip" }],
  });
  const lines = [...svg.matchAll(/<polyline points="([^"]+)"/g)].map(([, points = ""]) => points.split(" "));
  const heights = lines.map((points) => points.map((point) => point.split(",")[1]));
  expect(heights[0]?.[0]).toBe(heights[0]?.[1]); // 100 a second in both
  expect(heights[1]?.[0]).not.toBe(heights[1]?.[1]);
  expect(svg).toContain("<title>shop: flip</title>");
});
