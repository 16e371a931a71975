import { expect, it } from "vitest";
import { openEvidence } from "../../../../src/release/evidence/evidence.js";
import { type FakeSeries, fakePrometheus } from "../../../support/prometheus.js";
import { at, questionOf, SLOW } from "./model.js";

type Samples = readonly (readonly [seconds: number, value: number])[];

/** The count and the buckets of one histogram. */
function histogram(
  labels: Record<string, string>,
  count: Samples,
  buckets: Readonly<Record<string, Samples>>,
): FakeSeries[] {
  const series = (name: string, more: Record<string, string>, samples: Samples): FakeSeries => ({
    labels: { __name__: `http_request_duration_seconds_${name}`, job: "myapp", ...labels, ...more },
    samples: samples.map(([seconds, value]) => [at(seconds), value]),
  });
  return [
    series("count", {}, count),
    ...Object.entries(buckets).map(([le, samples]) => series("bucket", { le }, samples)),
  ];
}

const steady = (perScrape: number): Samples =>
  Array.from({ length: 40 }, (_, index) => [-295 + 15 * index, 100 + perScrape * index] as const);

const STABLE_POD = histogram({ track: "stable", instance: "s:80" }, steady(10), {
  ...{ "0.1": steady(5), "0.3": steady(9), "+Inf": steady(10) },
});
const CANARY_LABELS = { track: "canary", instance: "c:80" };

async function read(canary: readonly FakeSeries[], slowerThan = 0.3, stable = STABLE_POD) {
  const fake = fakePrometheus({ series: [...stable, ...canary], now: () => at(600) });
  const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(600), fetch: fake.fetch });
  const [reading] = await evidence.read(questionOf([{ ...SLOW, slowerThan }], [[0, 60]]));
  return reading;
}

it("counts what is not in the bucket as bad", async () => {
  const canary = histogram(CANARY_LABELS, [...[[5, 100] as const, [20, 110] as const, [35, 130] as const]], {
    "0.3": [
      [5, 90],
      [20, 97],
      [35, 117],
    ],
    "+Inf": [
      [5, 100],
      [20, 110],
      [35, 130],
    ],
  });
  const { windows, problem } = await read(canary);
  expect(problem).toBeUndefined();
  expect(windows.map(({ canary }) => canary)).toEqual([
    { bad: 0, total: 0 },
    { bad: 3, total: 10 },
    { bad: 0, total: 20 },
    { bad: 0, total: 0 },
  ]);
  expect(windows[1]?.stable).toEqual({ bad: 1, total: 10 });
});

it("finds the bucket by its number", async () => {
  const canary = histogram(
    CANARY_LABELS,
    [
      [5, 10],
      [20, 20],
    ],
    {
      "3e-1": [
        [5, 10],
        [20, 18],
      ],
    },
  );
  const { windows } = await read(canary);
  expect(windows[1]?.canary).toEqual({ bad: 2, total: 10 });
});

it("sees a restart in either of both values", async () => {
  // The bucket of the new process has more than that of the old one; the count has less.
  const canary = histogram(
    CANARY_LABELS,
    [
      [5, 1000],
      [20, 50],
    ],
    {
      "0.3": [
        [5, 10],
        [20, 40],
      ],
    },
  );
  const { windows } = await read(canary);
  expect(windows[1]?.canary).toEqual({ bad: 10, total: 50 });
});

it("does not take a bucket that is read before its count for slow events", async () => {
  const canary = histogram(
    CANARY_LABELS,
    [
      [5, 10],
      [20, 20],
      [35, 31],
    ],
    {
      "0.3": [
        [5, 10],
        [20, 21],
        [35, 31],
      ],
    },
  );
  const { windows } = await read(canary);
  expect(windows.map(({ canary }) => canary)).toEqual([
    { bad: 0, total: 0 },
    { bad: 0, total: 10 },
    { bad: 0, total: 11 },
    { bad: 0, total: 0 },
  ]);
});

it("names the buckets when the limit is none of them", async () => {
  const { windows, problem } = await read([], 0.25);
  expect(windows).toEqual([]);
  expect(problem).toBe(
    "slowerThan: the histogram on s:80 has no bucket of 0.25s, so events above it cannot be counted; choose one of its buckets: 0.1s, 0.3s",
  );
});

it("refuses a canary whose buckets have changed, and keeps the windows before", async () => {
  const canary = histogram(
    CANARY_LABELS,
    [
      [20, 10],
      [35, 20],
      [50, 30],
    ],
    {
      "0.5": [
        [20, 10],
        [35, 20],
        [50, 30],
      ],
    },
  );
  const { windows, problem } = await read(canary);
  expect(windows).toHaveLength(1);
  expect(problem).toBe(
    "slowerThan: the histogram on c:80 has no bucket of 0.3s, so events above it cannot be counted; choose one of its buckets: 0.5s",
  );
});

it("refuses a summary, which has no buckets", async () => {
  const { problem } = await read([], 0.3, histogram({ track: "stable", instance: "s:80" }, steady(10), {}));
  expect(problem).toBe(
    "histogram: http_request_duration_seconds_count on s:80 has no buckets; select a histogram with buckets",
  );
});
