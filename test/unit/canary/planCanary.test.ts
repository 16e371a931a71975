import { expect, test } from "vitest";
import { planCanary } from "../../../src/canary/planCanary.js";

test("bad arguments are refused, all of them at once", () => {
  expect(() => planCanary({ replicas: 0, weight: 120, maxPods: 1.5, tolerance: -1 })).toThrow(
    `planCanary cannot be planned, 4 problems:
  maxPods: 1.5 is not in range; give a whole number from 2 to 150000
  replicas: 0 is not in range; give a whole number from 1 to 150000
  tolerance: -1 is not a distance in points; give a number from 0 to 100
  weight: 120 is not a share of the connections; give a number from 0 to 100`,
  );
});

test("maxPods must leave a pod for the second side", () => {
  expect(() => planCanary({ replicas: 10, weight: 50, maxPods: 10 })).toThrow(
    "maxPods: 10 leaves no pod for a second side next to 10 replicas; give at least 11",
  );
  expect(planCanary({ replicas: 10, weight: 50, maxPods: 11 })).toMatchObject({ stable: 1, canary: 10 });
});

test("an exact share is within a tolerance of 0", () => {
  expect(planCanary({ replicas: 10, weight: 50, tolerance: 0 })).toMatchObject({
    error: 0,
    withinTolerance: true,
  });
});
