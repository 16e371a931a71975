import type { PlannedStep, ReleasePlan } from "../../../../src/release/view/planModel.js";
import { planWarnings } from "../../../../src/release/view/planWarnings.js";

const step = (title: string, weight: number, more: Partial<PlannedStep> = {}): PlannedStep => ({
  title,
  weight,
  atLeast: 0,
  approve: false,
  ...more,
});

const forecast = (requests: number, rate: number) => ({
  indicator: "errors",
  requests: { median: requests, p95: requests * 2.6 },
  seconds: { median: requests / rate, p95: (requests * 2.6) / rate },
});

const harm = (canaryRequests: number) => ({
  canaryRequests: { median: canaryRequests, p95: canaryRequests * 3.1 },
  badAnswers: { median: canaryRequests * 0.0375, p95: canaryRequests * 0.12 },
});

/** Ten pods, whose shares are not those of the steps. */
const rough: Omit<ReleasePlan, "warnings"> = {
  component: "myapp",
  kind: "canary",
  stack: "prod",
  from: "v1",
  to: "v2",
  traffic: { requestsPerSecond: 40, errorRate: 0.0075, source: "measured" },
  steps: [
    step("2 %", 2, {
      ...{ achieved: 100 / 11, pods: { stable: 10, canary: 1 }, peakPods: 11 },
      ...{ verdict: forecast(16_400, 40), harm: harm(540) },
    }),
    step("10 %", 10, {
      ...{ achieved: 100 / 11, pods: { stable: 10, canary: 1 }, peakPods: 11 },
      ...{ verdict: forecast(16_400, 40), harm: harm(540) },
    }),
    step("25 %", 25, {
      ...{ achieved: 300 / 13, pods: { stable: 10, canary: 3 }, peakPods: 13, atLeast: 600 },
      ...{ verdict: forecast(9800, 40), harm: harm(610) },
    }),
    step("50 %", 50, {
      ...{ achieved: 50, pods: { stable: 10, canary: 10 }, peakPods: 20, approve: true },
      ...{ verdict: forecast(8100, 40), harm: harm(1240) },
    }),
    step("100 %", 100, { achieved: 100, pods: { stable: 0, canary: 10 }, peakPods: 20 }),
  ],
  deadline: 7200,
  harmTimes: 5,
};

/** Too little traffic for its deadline. */
const slow: Omit<ReleasePlan, "warnings"> = {
  ...rough,
  component: "shop",
  kind: "blueGreen",
  stack: undefined,
  from: undefined,
  traffic: { requestsPerSecond: 0.52, errorRate: 0.0001, source: "assumed" },
  steps: [
    step("preview", 0),
    step("flip", 100, {
      verdict: {
        indicator: "errors",
        requests: { median: 81_000, p95: undefined },
        seconds: { median: 155_769, p95: undefined },
      },
      harm: { canaryRequests: { median: undefined, p95: undefined }, badAnswers: { median: 2, p95: 8 } },
    }),
    step("bake", 100, { atLeast: 600 }),
    step("retire", 100, { approve: true }),
  ],
};

const planned = (plan: Omit<ReleasePlan, "warnings">): ReleasePlan => ({
  ...plan,
  warnings: planWarnings(plan),
});

export const roughPlan = planned(rough);
export const slowPlan = planned(slow);
