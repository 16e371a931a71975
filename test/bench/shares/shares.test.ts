import { expect, it } from "vitest";
import { argoSides, errorOf } from "./argo.js";
import { ours, oursWithMore, REPLICAS, WEIGHTS } from "./shares.js";

// Taken from Argo's own function, at v1.9.1.
it.each([
  [1, "1:1 1:1 1:1 1:1 1:1 1:1 1:1 1:1 1:1 1:1 1:1 1:1"],
  [2, "1:2 1:2 1:2 1:2 1:2 1:2 1:2 1:1 2:1 2:1 2:1 2:1"],
  [3, "1:3 1:3 1:3 1:3 1:3 1:3 1:2 2:2 2:1 3:1 3:1 3:1"],
  [7, "1:7 1:7 1:7 1:7 2:6 2:6 2:5 4:4 5:2 6:2 7:1 7:1"],
  [8, "1:8 1:8 1:8 1:8 2:7 2:6 3:6 4:4 6:3 6:2 8:1 8:1"],
  [10, "1:10 1:10 1:10 1:9 2:8 3:8 3:7 5:5 7:3 8:3 9:1 10:1"],
])("Argo Rollouts makes these sides of %d replicas", (replicas, sides) => {
  const made = WEIGHTS.map((weight) => argoSides(replicas, weight));
  expect(made.map(({ canary, stable }) => `${canary}:${stable}`).join(" ")).toBe(sides);
});

const cases = REPLICAS.flatMap((replicas) => WEIGHTS.map((weight) => ({ replicas, weight })));

it("with twice the pods, no share is further off than that of Argo Rollouts", () => {
  const worse = cases.filter(({ replicas, weight }) => {
    const [our, argo] = [oursWithMore(replicas, weight), argoSides(replicas, weight)];
    return errorOf(our, weight) > errorOf(argo, weight) + 1e-9;
  });
  expect(worse).toEqual([]);
});

it("one side always has all replicas, which Argo Rollouts does not promise", () => {
  const full = (planner: typeof ours) =>
    cases.filter(({ replicas, weight }) => {
      const { canary, stable } = planner(replicas, weight);
      return Math.max(canary, stable) >= replicas;
    }).length;
  expect([ours, oursWithMore, argoSides].map(full)).toEqual([600, 600, 201]);
});
