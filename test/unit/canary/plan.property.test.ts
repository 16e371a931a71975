import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planCanary } from "../../../src/canary/planCanary.js";
import type { CanaryPlan } from "../../../src/contract/outputs.js";

const share = (stable: number, canary: number) => (100 * canary) / (stable + canary);

/** Every pair the definition allows, by brute force. */
function candidates(replicas: number, maxPods?: number): [number, number][] {
  const pairs: [number, number][] = [];
  const most = maxPods ?? 2 * replicas;
  for (let stable = 1; stable < most; stable++)
    for (let canary = 1; stable + canary <= most; canary++) {
      const full = Math.max(stable, canary);
      if (maxPods === undefined ? full === replicas : full >= replicas) pairs.push([stable, canary]);
    }
  return pairs;
}

function expectBest(plan: CanaryPlan, weight: number, pairs: [number, number][]) {
  const least = Math.min(...pairs.map(([s, c]) => Math.abs(share(s, c) - weight)));
  expect(plan.error).toBeCloseTo(least, 9);
  const asNear = pairs.filter(([s, c]) => Math.abs(Math.abs(share(s, c) - weight) - least) < 1e-9);
  expect(plan.stable + plan.canary).toBe(Math.min(...asNear.map(([s, c]) => s + c)));
}

describe("for every size up to 60 and every whole weight", () => {
  test("the plan is the nearest of its candidates, with fewest pods on a tie", () => {
    for (let replicas = 1; replicas <= 60; replicas++) {
      const pairs = candidates(replicas);
      for (let weight = 1; weight < 100; weight++)
        expectBest(planCanary({ replicas, weight }), weight, pairs);
    }
  });

  test("the achieved share never falls when the weight rises", () => {
    for (let replicas = 1; replicas <= 60; replicas++) {
      let before = -1;
      for (let weight = 0; weight <= 100; weight++) {
        const { achieved } = planCanary({ replicas, weight });
        expect(achieved).toBeGreaterThanOrEqual(before);
        before = achieved;
      }
    }
  });

  test("0 and 100 leave the other side without a pod, everything between leaves each at least one", () => {
    for (let replicas = 1; replicas <= 60; replicas++) {
      expect(planCanary({ replicas, weight: 0 })).toMatchObject({
        stable: replicas,
        canary: 0,
        achieved: 0,
        error: 0,
      });
      expect(planCanary({ replicas, weight: 100 })).toMatchObject({
        stable: 0,
        canary: replicas,
        achieved: 100,
        error: 0,
      });
      for (const weight of [0.001, 1, 50, 99, 99.999]) {
        const { stable, canary } = planCanary({ replicas, weight });
        expect(Math.min(stable, canary)).toBeGreaterThanOrEqual(1);
      }
    }
  });
});

const sizes = fc.integer({ min: 1, max: 20 });
/** The boundaries, and shares that small pairs of pods meet exactly or tie for, as often as any number between. */
const ties = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }))
  .filter(([stable, canary]) => stable + canary > 0)
  .map(([stable, canary]) => share(stable, canary));
const weights = fc.oneof(
  fc.constantFrom(0, 0.001, 50, 99.999, 100),
  ties,
  fc.tuple(ties, ties).map(([a, b]) => (a + b) / 2),
  fc.double({ min: 0, max: 100, noNaN: true }),
);

test("with maxPods, too, the plan is the nearest of its candidates and stays within the total", () => {
  fc.assert(
    fc.property(
      sizes,
      fc.integer({ min: 1, max: 30 }),
      weights.filter((weight) => weight > 0 && weight < 100),
      (replicas, more, weight) => {
        const maxPods = replicas + more;
        const plan = planCanary({ replicas, weight, maxPods });
        expect(plan.stable + plan.canary).toBeLessThanOrEqual(maxPods);
        expectBest(plan, weight, candidates(replicas, maxPods));
      },
    ),
  );
});

test("at weight 50, the side that goes first has the full size, however many pods the other one may have", () => {
  for (let replicas = 1; replicas <= 30; replicas++)
    for (let maxPods = replicas + 1; maxPods <= 2 * replicas + 1; maxPods++) {
      const plan = planCanary({ replicas, weight: 50, maxPods });
      expect(plan[plan.first]).toBeGreaterThanOrEqual(replicas);
    }
});

test("the share is monotone in fractions of a point as well, with and without maxPods", () => {
  fc.assert(
    fc.property(
      sizes,
      fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      weights,
      weights,
      (replicas, more, a, b) => {
        const maxPods = more === undefined ? undefined : replicas + more;
        const low = planCanary({ replicas, weight: Math.min(a, b), maxPods });
        const high = planCanary({ replicas, weight: Math.max(a, b), maxPods });
        expect(high.achieved).toBeGreaterThanOrEqual(low.achieved);
      },
    ),
  );
});

test("walking from any weight to any other, the side that goes first never leaves fewer than replicas ready pods", () => {
  fc.assert(
    fc.property(
      sizes,
      fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      weights,
      weights,
      (replicas, more, from, to) => {
        const maxPods = more === undefined ? undefined : replicas + more;
        const before = planCanary({ replicas, weight: from, maxPods });
        const after = planCanary({ replicas, weight: to, maxPods });
        const second = after.first === "stable" ? "canary" : "stable";
        // While a side changes size, only the smaller of its two sizes is sure to be ready.
        expect(Math.min(before[after.first], after[after.first]) + before[second]).toBeGreaterThanOrEqual(
          replicas,
        );
        expect(after[after.first] + Math.min(before[second], after[second])).toBeGreaterThanOrEqual(replicas);
      },
    ),
  );
});

test("peakPods is the largest number of pods on the way from weight 0", () => {
  fc.assert(
    fc.property(
      sizes,
      fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      weights,
      (replicas, more, weight) => {
        const maxPods = more === undefined ? undefined : replicas + more;
        const plan = planCanary({ replicas, weight, maxPods });
        const start = { stable: replicas, canary: 0 };
        const halfway = { ...start, [plan.first]: plan[plan.first] };
        const totals = [start, halfway, plan].map(({ stable, canary }) => stable + canary);
        expect(plan.peakPods).toBe(Math.max(...totals));
      },
    ),
  );
});
