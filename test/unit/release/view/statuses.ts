import type {
  CoursePoint,
  Decision,
  IndicatorStatus,
  ReleaseStatus,
  StepStatus,
} from "../../../../src/release/driver/model.js";
import type { StepWindow } from "../../../../src/release/driver/ports.js";
import type { Verdict } from "../../../../src/release/judgement/counts.js";

/** Half past two, of a day without a name. */
export const NOW = Date.UTC(2026, 0, 2, 14, 30);
export const MINUTE = 60_000;

const WINDOW = 15_000;
const RULE = { worseThan: 2, negligible: 0.005 };

/** A canary at 25 %: errors are near a verdict, latency has passed. */
export const going: ReleaseStatus = {
  component: "myapp",
  kind: "canary",
  stack: "prod",
  now: NOW,
  phase: "going",
  from: "v1",
  to: "v2",
  steps: [
    step("2 %", 2, "done", { from: -40, until: -24, achieved: 9.1 }),
    step("10 %", 10, "done", { from: -23, until: -7, achieved: 9.1 }),
    step("25 %", 25, "now", { from: -6, atLeast: 600, achieved: 23.1 }),
    step("50 %", 50, "next", { approve: true }),
    step("100 %", 100, "next"),
  ],
  asked: 25,
  achieved: 23.1,
  indicators: [
    indicator("errors", {
      canary: { bad: 31, total: 4120 },
      stable: { bad: 92, total: 12_380 },
      worse: 3.14,
      good: 12.4,
      ratio: 1.01,
      needs: { requests: 8300, seconds: 245 },
      reason: "twice as bad is not ruled out yet",
    }),
    indicator("slow", {
      verdict: "pass",
      canary: { bad: 4, total: 4118 },
      stable: { bad: 21, total: 12_377 },
      worse: 0.2,
      good: 26,
      ratio: 0.572,
      reason: "twice as bad is ruled out, at 26 of 20",
    }),
  ],
  pods: { verdict: "pass", reason: "3 of 3 canary pods are ready, none has restarted" },
  decisions: [
    decision(-7, 14, "weight 10 → 25: errors passed, slow passed"),
    decision(-24, 13, "weight 2 → 10: errors passed, slow passed"),
    decision(-40, 12, "weight 0 → 2: the first step"),
  ],
  next: "goes to 50 % when errors has passed and someone has approved, at 14:34 at the earliest",
  deadline: NOW + 80 * MINUTE,
};

/** The same app, with a version that fails, and with Prometheus gone for one indicator. */
export const failing: ReleaseStatus = {
  ...going,
  phase: "rolledBack",
  steps: [
    step("2 %", 2, "done", { from: -40, until: -24, achieved: 9.1 }),
    step("10 %", 10, "failed", { from: -23, until: -7, achieved: 9.1 }),
    step("25 %", 25, "next"),
    step("50 %", 50, "next", { approve: true }),
    step("100 %", 100, "next"),
  ],
  asked: 0,
  achieved: 0,
  indicators: [
    indicator("errors", {
      verdict: "fail",
      canary: { bad: 41, total: 820 },
      stable: { bad: 61, total: 8150 },
      worse: 1835.2,
      good: 0,
      ratio: 6.68,
      reason: "41 of 820 canary requests failed (5.0 %), 61 of 8 150 of the stable version (0.75 %)",
    }),
    indicator("slow", {
      verdict: "error",
      reason:
        'Prometheus at http://prometheus:9090 answers 422: parse error: unexpected "}"; correct evidence.indicators[1].histogram',
    }),
  ],
  pods: { verdict: "fail", reason: "1 of 3 canary pods was killed for lack of memory" },
  decisions: [
    decision(-7, 15, "weight 10 → 0: errors failed"),
    decision(-8, 14, "weight 10 → 25: the update was refused", false),
    ...going.decisions.slice(1),
  ],
  next: "nothing: v1 has all connections again; a new canary version starts a new release",
};

/** Blue-green, waiting for a person, without a forecast, and past its deadline. */
export const waiting: ReleaseStatus = {
  component: "shop",
  kind: "blueGreen",
  stack: "organization/shop/production-eu-west-1",
  now: NOW,
  phase: "waiting",
  from: "2024.11.3",
  to: "2024.12.0",
  steps: [
    step("preview", 0, "done", { from: -30 * 60, until: -29 * 60 }),
    step("flip", 100, "done", { from: -29 * 60, until: -28 * 60 }),
    step("bake", 100, "now", { from: -28 * 60, atLeast: 600 }),
    step("retire", 100, "next", { approve: true }),
  ],
  asked: 100,
  achieved: undefined,
  indicators: [
    indicator("errors", {
      canary: { bad: 0, total: 0 },
      stable: { bad: 0, total: 0 },
      worse: 1,
      good: 1,
      reason: "no requests to compare yet",
    }),
  ],
  pods: undefined,
  decisions: [decision(-29 * 60, 3, "color blue → green: 5 of 5 checks passed")],
  next: "waits for approval of retire: release step --approve",
  deadline: NOW - 3 * MINUTE,
};

/** No new version. */
export const idle: ReleaseStatus = {
  ...going,
  phase: "idle",
  to: undefined,
  steps: going.steps.map(({ title, weight, approve, atLeast }) => ({
    ...{ title, weight, approve, atLeast },
    state: "next",
  })),
  asked: 0,
  achieved: 0,
  indicators: [],
  decisions: [],
  next: "set canaryVersion to start a release",
  deadline: undefined,
};

/** As much as fits into a release: twelve indicators, huge counts, long and foreign names. */
export const crowded: ReleaseStatus = {
  ...going,
  component: "zahlungsabwicklung-größe-東京-🚀",
  from: "sha-3f2a9c41d7be",
  to: "sha-9b1c0d2e3f4a-release-candidate-with-a-long-name",
  steps: [1, 2, 5, 10, 20, 30, 40, 50, 60, 75, 90, 100].map((weight, at) =>
    step(`${weight} %`, weight, at < 6 ? "done" : at === 6 ? "now" : "next", {
      approve: at % 3 === 0,
      atLeast: at % 2 === 0 ? 5400 : 0,
      ...(at === 6 ? { from: -90 } : {}),
    }),
  ),
  indicators: Array.from({ length: 12 }, (_, at) =>
    indicator(
      at === 3 ? "latency-of-checkout-including-the-payment-provider-and-3-d-secure" : `indicator-${at + 1}`,
      {
        verdict: at % 4 === 0 ? "undecided" : "pass",
        canary: { bad: 10 ** at, total: 12_345_678_901 * (at + 1) },
        stable: { bad: 3 * 10 ** at, total: 98_765_432_109 * (at + 1) },
        worse: 1.5 ** at,
        good: 2 ** at,
        ratio: at === 0 ? undefined : 0.3 * at,
        ...(at % 4 === 0 ? { needs: { requests: 10 ** at, seconds: 60 * 4 ** at } } : {}),
        reason: "its own rate is proven to be below 0.5 %",
      },
    ),
  ),
  decisions: Array.from({ length: 8 }, (_, at) =>
    decision(-at * 700, 20 - at, "weight 2 → 10: errors passed, slow passed"),
  ),
};

interface Times {
  readonly from?: number;
  readonly until?: number;
  readonly achieved?: number;
  readonly atLeast?: number;
  readonly approve?: boolean;
}

/** Times are minutes from now. */
function step(title: string, weight: number, state: StepStatus["state"], times: Times = {}): StepStatus {
  const { from, until, achieved, atLeast = 0, approve = false } = times;
  return {
    ...{ title, weight, state, approve, atLeast },
    ...(from === undefined ? {} : { from: NOW + from * MINUTE }),
    ...(until === undefined ? {} : { until: NOW + until * MINUTE }),
    ...(achieved === undefined ? {} : { achieved }),
  };
}

function decision(minutes: number, version: number, text: string, succeeded = true): Decision {
  return { at: NOW + minutes * MINUTE, version, succeeded, text };
}

interface Facts extends Partial<Omit<IndicatorStatus, "worse" | "good">> {
  readonly verdict?: Verdict;
  readonly worse?: number;
  readonly good?: number;
}

function indicator(name: string, { worse = 1, good = 1, ...facts }: Facts): IndicatorStatus {
  const { windows, course } = recorded(worse, good);
  return {
    name,
    rule: RULE,
    verdict: "undecided",
    reason: "",
    canary: { bad: 0, total: 0 },
    stable: { bad: 0, total: 0 },
    worse: { value: worse, threshold: 100 },
    good: { value: good, threshold: 20 },
    ratio: undefined,
    needs: undefined,
    windows,
    course,
    ...facts,
  };
}

/** Windows of three steps, and bars that move from nothing to these values. */
function recorded(worse: number, good: number): { windows: StepWindow[]; course: CoursePoint[] } {
  const starts = [-40, -23, -6].map((minutes) => NOW + minutes * MINUTE);
  const windows = starts.flatMap((start, at) =>
    Array.from(
      { length: 20 },
      (_, index): StepWindow => ({
        step: at,
        from: start + index * WINDOW,
        until: start + (index + 1) * WINDOW,
        canary: { bad: index % 3, total: 50 * (at + 1) + index },
        stable: { bad: (index * 7) % 5, total: 700 - 50 * at - index },
      }),
    ),
  );
  const course = windows.map(({ until }, index): CoursePoint => {
    const inStep = ((index % 20) + 1) / 20;
    const last = index >= 40;
    return {
      at: until,
      worse: worse ** ((index + 1) / windows.length),
      good: last ? good ** inStep : 24 ** inStep,
    };
  });
  return { windows, course };
}
