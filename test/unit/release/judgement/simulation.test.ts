import { describe, expect, test } from "vitest";
import { FALSE_ALARM, MISS, requestsFor, type Simulation, simulate } from "../../../release/validity.js";

// A short part of `npm run bench:release`. The seeds are fixed, so that a run is the same every time.

const RELEASES = 60;

const run = (share: number, errorRate: number, rest: Partial<Simulation["service"]>): Simulation => ({
  service: { requests: requestsFor(share, errorRate), errorRate, ratio: 1, ...rest },
  share,
  releases: RELEASES,
  windows: 80,
  seed: 11,
});

/** So many wrong verdicts are unlikely (1 in 1000) if each has at most this probability. */
const bound = (probability: number) => RELEASES * probability + 3.1 * Math.sqrt(RELEASES * probability) + 1;

describe.each([
  ["steady traffic", {}],
  ["a day's rhythm", { day: 96 }],
  ["bursts of five", { burst: 5 }],
])("asked after every window, with %s", (_, traffic) => {
  test.each([
    [0.01, 0.001],
    [0.1, 0.01],
    [0.5, 0.2],
  ])("at a share of %f and an error rate of %f, verdicts are seldom wrong", (share, errorRate) => {
    expect(simulate(run(share, errorRate, traffic)).failed).toBeLessThanOrEqual(bound(FALSE_ALARM));
    expect(simulate(run(share, errorRate, { ...traffic, ratio: 2 })).passed).toBeLessThanOrEqual(bound(MISS));
  });
});

test("with independent errors, most healthy canaries pass and most bad ones fail", () => {
  expect(simulate(run(0.1, 0.01, {})).passed).toBeGreaterThan(0.9 * RELEASES);
  expect(simulate(run(0.1, 0.01, { ratio: 3 })).failed).toBeGreaterThan(0.9 * RELEASES);
});

test("a canary that is twice as bad passes by the negligible rate alone, where its own is below", () => {
  const twice = (errorRate: number) => simulate({ ...run(0.1, errorRate, { ratio: 2 }), negligible: 0.005 });
  expect(twice(0.001).passed).toBeGreaterThan(0.5 * RELEASES);
  expect(twice(0.01).passed).toBeLessThanOrEqual(bound(MISS));
});

test("a canary that starts cold needs the warm-up", () => {
  const cold = run(0.1, 0.01, { cold: 2 });
  expect(simulate({ ...cold, warmUp: 2 }).failed).toBeLessThanOrEqual(bound(FALSE_ALARM));
  expect(simulate(cold).failed).toBeGreaterThan(bound(FALSE_ALARM));
});
