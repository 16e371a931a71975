import { expect, it } from "vitest";
import { compare, inPairs, medianOf } from "./pairs.js";

const taken = (ms: number) => ({ ms, bytes: 10 * ms });

it("compares pair by pair, and not the medians", () => {
  const pairs = { ours: [1, 20, 3].map(taken), theirs: [1, 10, 6].map(taken) };
  expect(compare(pairs, "ms")).toEqual({ ours: 3, theirs: 6, median: 1, least: 0.5, most: 2 });
  expect(compare(pairs, "bytes", "difference")).toMatchObject({ median: 0, least: -30, most: 100 });
});

it("takes both in turn, and does not count the first pair", () => {
  const order: string[] = [];
  const next = (name: string) => () => {
    order.push(name);
    return taken(order.length);
  };
  expect(inPairs(2, next("ours"), next("theirs")).ours.map(({ ms }) => ms)).toEqual([3, 5]);
  expect(order.join()).toBe("ours,theirs,ours,theirs,ours,theirs");
});

it("refuses to compare programs that register different numbers of resources", () => {
  const run = (resources: number) => () => ({ ...taken(1), resources });
  expect(() => inPairs(1, run(2), run(3))).toThrow("2 and 3 resources cannot be compared");
});

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
])("the median of %j is %d", (values, median) => {
  expect(medianOf(values)).toBe(median);
});
