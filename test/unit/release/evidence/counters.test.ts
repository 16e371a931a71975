import { describe, expect, it } from "vitest";
import { openEvidence } from "../../../../src/release/evidence/evidence.js";
import { type FakePrometheusOptions, type FakeSeries, fakePrometheus } from "../../../support/prometheus.js";
import { at, ERRORS, questionOf } from "./model.js";

/** A series of http_requests_total with [seconds, value]. */
function counter(
  labels: Record<string, string>,
  ...samples: readonly (readonly [number, number])[]
): FakeSeries {
  return {
    labels: { __name__: "http_requests_total", job: "myapp", code: "200", ...labels },
    samples: samples.map(([seconds, value]) => [at(seconds), value]),
  };
}

/** The same value at a steady pace of 15 s. */
function steady(labels: Record<string, string>, from: number, until: number, perScrape: number): FakeSeries {
  const count = Math.floor((until - from) / 15) + 1;
  return counter(
    labels,
    ...Array.from({ length: count }, (_, index) => [from + 15 * index, 1000 + perScrape * index] as const),
  );
}

const STABLE_POD = steady({ track: "stable", instance: "s:80" }, -295, 600, 10);

async function read(
  series: readonly FakeSeries[],
  periods: readonly (readonly [number, number])[] = [[0, 60]],
  now = 600,
  more: Partial<FakePrometheusOptions> = {},
) {
  const fake = fakePrometheus({ series, now: () => at(now), ...more });
  const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(now), fetch: fake.fetch });
  const [reading] = await evidence.read(questionOf([ERRORS], periods));
  return { ...reading, requests: fake.requests };
}

const canaryCounts = ({ windows = [] }: Awaited<ReturnType<typeof read>>) =>
  windows.map(({ canary }) => canary);
const sum = (counts: readonly { bad: number; total: number }[]) => ({
  bad: counts.reduce((all, { bad }) => all + bad, 0),
  total: counts.reduce((all, { total }) => all + total, 0),
});

describe("increases", () => {
  it("attributes each increase to the window of the later sample, and begins at the first scrape", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [-10, 100], [5, 130], [20, 137], [35, 140], [50, 150]),
    ]);
    expect(reading.problem).toBeUndefined();
    expect(canaryCounts(reading)).toEqual([
      { bad: 0, total: 0 },
      { bad: 0, total: 7 },
      { bad: 0, total: 3 },
      { bad: 0, total: 10 },
    ]);
    expect(reading.windows.map(({ stable }) => stable.total)).toEqual([0, 10, 10, 10]);
    expect(reading.windows[1]).toMatchObject({ step: 0, from: at(15), until: at(30) });
  });

  it("counts a reset from 0", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [5, 130], [20, 137], [35, 4], [50, 9]),
    ]);
    expect(canaryCounts(reading).map(({ total }) => total)).toEqual([0, 7, 4, 5]);
  });

  it("counts the first error of a pod that was scraped before", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [5, 10], [20, 20], [35, 29]),
      counter({ track: "canary", instance: "c:80", code: "500" }, [35, 1], [50, 3]),
    ]);
    expect(canaryCounts(reading)).toEqual([
      { bad: 0, total: 0 },
      { bad: 0, total: 10 },
      { bad: 1, total: 10 },
      { bad: 2, total: 2 },
    ]);
  });

  it("takes the first sample of a new pod as its base", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [35, 500], [50, 505]),
      counter({ track: "canary", instance: "c:80", code: "500" }, [35, 70], [50, 71]),
    ]);
    expect(sum(canaryCounts(reading))).toEqual({ bad: 1, total: 6 });
  });

  it("counts the first series of a side on a proxy that was scraped for the other side", async () => {
    const reading = await read([
      steady({ track: "stable", instance: "proxy:80" }, -295, 600, 10),
      counter({ track: "canary", instance: "proxy:80" }, [35, 4], [50, 6]),
    ]);
    expect(canaryCounts(reading).map(({ total }) => total)).toEqual([0, 0, 4, 2]);
  });

  it("does not count what a series had before the step, when it misses the first scrape", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [-10, 1], [5, 2], [20, 3], [35, 4], [50, 5]),
      counter({ track: "canary", instance: "c:80", code: "500" }, [-10, 900], [20, 901], [35, 902]),
    ]);
    expect(sum(canaryCounts(reading))).toEqual({ bad: 1, total: 4 });
  });

  it("ends with a pod, and goes on with its successor", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [5, 10], [20, 16]),
      counter({ track: "canary", instance: "d:80" }, [35, 3], [50, 5]),
    ]);
    expect(canaryCounts(reading).map(({ total }) => total)).toEqual([0, 6, 0, 2]);
  });

  it("takes the base of each pod from its own scrapes, when all are scraped at once", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [5, 10], [20, 16], [35, 18]),
      counter({ track: "canary", instance: "d:80" }, [20, 700], [35, 701]),
    ]);
    expect(canaryCounts(reading).map(({ total }) => total)).toEqual([0, 6, 3, 0]);
  });

  it("distinguishes two pods that had the same address", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80", pod: "a" }, [5, 10], [20, 16]),
      counter({ track: "canary", instance: "c:80", pod: "b" }, [35, 300], [50, 305]),
    ]);
    expect(canaryCounts(reading).map(({ total }) => total)).toEqual([0, 6, 0, 5]);
  });

  it("keeps every event of fractional counters", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [5, 0.4], [20, 0.8], [35, 1.2], [50, 2.4]),
    ]);
    expect(canaryCounts(reading).map(({ total }) => total)).toEqual([0, 0, 1, 1]);
  });

  it("begins again at each step", async () => {
    const series = [STABLE_POD, steady({ track: "canary", instance: "c:80" }, -10, 600, 3)];
    const reading = await read(series, [
      [0, 40],
      [70, 100],
    ]);
    expect(reading.windows.map(({ step, from, until, canary }) => [step, from, until, canary.total])).toEqual(
      [
        [0, at(0), at(15), 0],
        [0, at(15), at(30), 3],
        [0, at(30), at(40), 3],
        [1, at(70), at(85), 0],
        [1, at(85), at(100), 3],
      ],
    );
  });
});

describe("both counters", () => {
  it("lets bad events wait for their total, and loses none", async () => {
    const errors = (name: string, ...samples: readonly (readonly [number, number])[]) => {
      const { labels, samples: times } = counter({ track: "canary", instance: "c:80" }, ...samples);
      return { labels: { ...labels, __name__: name }, samples: times };
    };
    const fake = fakePrometheus({
      series: [
        { ...STABLE_POD, labels: { ...STABLE_POD.labels, __name__: "all" } },
        errors("all", [5, 0], [20, 10], [35, 20]),
        errors("failed", [5, 0], [20, 11], [35, 20]),
      ],
      now: () => at(600),
    });
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(600), fetch: fake.fetch });
    const indicator = { ...ERRORS, bad: 'failed{track="$side"}', total: 'all{track="$side"}' };
    const [reading] = await evidence.read(questionOf([indicator], [[0, 45]]));
    expect(reading.problem).toBeUndefined();
    expect(reading.windows.map(({ canary }) => canary)).toEqual([
      { bad: 0, total: 0 },
      { bad: 10, total: 10 },
      { bad: 10, total: 10 },
    ]);
  });

  it("reports more bad events than events, and keeps the windows before", async () => {
    const pod = { track: "canary", instance: "c:80" };
    const bad = counter(pod, [5, 0], [20, 0], [35, 500]);
    const fake = fakePrometheus({
      series: [
        STABLE_POD,
        counter(pod, [5, 0], [20, 10], [35, 20]),
        { ...bad, labels: { ...bad.labels, __name__: "x" } },
      ],
      now: () => at(600),
    });
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(600), fetch: fake.fetch });
    const [reading] = await evidence.read(questionOf([{ ...ERRORS, bad: 'x{track="$side"}' }], [[0, 60]]));
    expect(reading.windows.map(({ canary }) => canary.total)).toEqual([0, 10]);
    expect(reading.problem).toBe(
      "counts 500 bad events among 20 on the canary side; the series of bad must be some of those of total",
    );
  });

  it("reports bad events that come from other scrapes", async () => {
    const elsewhere = counter(
      { track: "canary", instance: "mesh:80", code: "500" },
      [5, 1],
      [20, 2],
      [35, 3],
    );
    const fake = fakePrometheus({
      series: [STABLE_POD, { ...elsewhere, labels: { ...elsewhere.labels, __name__: "x" } }],
      now: () => at(600),
    });
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(600), fetch: fake.fetch });
    const [reading] = await evidence.read(questionOf([{ ...ERRORS, bad: 'x{track="$side"}' }], [[0, 60]]));
    expect(reading.problem).toBe(
      'has no total in the scrapes of {instance="mesh:80",job="myapp"}; bad and total must come from the same scrapes',
    );
  });

  it("accepts a job that was renamed", async () => {
    const reading = await read([
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [5, 10], [20, 16]),
      counter({ track: "canary", instance: "c:80", job: "other" }, [35, 18], [50, 20]),
    ]);
    expect(reading.problem).toBeUndefined();
    expect(canaryCounts(reading).map(({ total }) => total)).toEqual([0, 6, 0, 2]);
  });

  it("reports a pod that two jobs scrape", async () => {
    const reading = await read([
      STABLE_POD,
      steady({ track: "canary", instance: "c:80" }, 0, 600, 3),
      steady({ track: "canary", instance: "c:80", job: "other", service: "other" }, 2, 600, 3),
    ]);
    expect(reading.problem).toBe(
      'total: counts each event of c:80 more than once, for job "myapp" and "other"; add job="myapp" to the selector',
    );
  });
});

describe("windows", () => {
  it("are as asked for when scrapes are not quite on time", async () => {
    const late = Array.from({ length: 30 }, (_, index) => [-295 + 15.02 * index, 10 * index] as const);
    const reading = await read([counter({ track: "stable", instance: "s:80" }, ...late)]);
    expect(reading.windows.map(({ from, until }) => until - from)).toEqual(Array(4).fill(15_000));
  });

  it("are aligned again when a step turns out to be longer", async () => {
    const fake = fakePrometheus({ series: [STABLE_POD], now: () => at(600) });
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(600), fetch: fake.fetch });
    const ends = async (until: number) => {
      const [reading] = await evidence.read(questionOf([ERRORS], [[0, until]]));
      return reading.windows.map((one) => (one.until - at(0)) / 1000);
    };
    expect(await ends(40)).toEqual([15, 30, 40]);
    expect(await ends(55)).toEqual([15, 30, 45, 55]);
    expect(await ends(20)).toEqual([15, 20]);
  });

  it("are complete two scrape intervals after their end", async () => {
    const counted = async (now: number) => (await read([STABLE_POD], [[0, now]], now)).windows.length;
    expect(await counted(44)).toBe(0);
    expect(await counted(45)).toBe(1);
    expect(await counted(59)).toBe(1);
    expect(await counted(60)).toBe(2);
  });

  it("wait for a server whose clock is behind", async () => {
    const fake = fakePrometheus({ series: [STABLE_POD], now: () => at(50) });
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(90), fetch: fake.fetch });
    const [reading] = await evidence.read(questionOf([ERRORS], [[0, 90]]));
    expect(reading.windows).toHaveLength(1);
  });

  it("are as long as the time between two scrapes, so that each has scrapes of both sides", async () => {
    const minutely = (labels: Record<string, string>, offset: number) =>
      counter(
        labels,
        ...Array.from({ length: 20 }, (_, index) => [offset - 300 + 60 * index, 10 * index] as const),
      );
    const reading = await read(
      [
        minutely({ track: "stable", instance: "s:80" }, 3),
        minutely({ track: "canary", instance: "c:80" }, 48),
      ],
      [[0, 240]],
    );
    expect(
      reading.windows.map(({ from, until, canary, stable }) => [until - from, canary.total, stable.total]),
    ).toEqual([
      [60_000, 0, 0],
      [60_000, 10, 10],
      [60_000, 10, 10],
      [60_000, 10, 10],
    ]);
  });

  it("of a canary without requests are empty, which is no problem", async () => {
    const reading = await read([STABLE_POD]);
    expect(reading.problem).toBeUndefined();
    expect(canaryCounts(reading)).toEqual(Array(4).fill({ bad: 0, total: 0 }));
  });

  it("are the same with ranges that contain their start, and with those that do not", async () => {
    const onBoundary = [
      STABLE_POD,
      counter({ track: "canary", instance: "c:80" }, [0, 1], [15, 3], [30, 7], [45, 9]),
    ];
    const before3 = await read(onBoundary);
    const since3 = await read(onBoundary, [[0, 60]], 600, { closedRanges: false });
    expect(canaryCounts(before3).map(({ total }) => total)).toEqual([0, 2, 4, 2]);
    expect(since3.windows).toEqual(before3.windows);
  });
});

describe("reading again", () => {
  it("asks only for what is new, and not before a window can be complete", async () => {
    let now = 120;
    const fake = fakePrometheus({ series: [STABLE_POD], now: () => at(now) });
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(now), fetch: fake.fetch });
    const ask = async () => {
      const before = fake.requests.length;
      const [reading] = await evidence.read(questionOf([ERRORS], [[0, now]]));
      return {
        count: reading.windows.length,
        queries: fake.requests.slice(before).map(({ query }) => query),
      };
    };
    expect((await ask()).count).toBe(6);
    now = 130;
    expect(await ask()).toEqual({ count: 6, queries: [] });
    now = 135;
    const third = await ask();
    expect(third.count).toBe(7);
    expect(third.queries).toHaveLength(4);
    expect(third.queries[0]).toBe('http_requests_total{track="canary"}[46s]');
  });

  it("reads a long release in parts", async () => {
    const long = steady({ track: "stable", instance: "s:80" }, -295, 7200, 10);
    const reading = await read([long], [[0, 7200]], 8000);
    expect(reading.windows).toHaveLength(480);
    expect(sum(reading.windows.map(({ stable }) => stable)).total).toBe(4790);
    const ranges = reading.requests.map(({ query }) => Number(/\[(\d+)s\]/.exec(query)?.[1]));
    expect(Math.max(...ranges)).toBeLessThanOrEqual(1801);
  });

  it("keeps what is between two parts", async () => {
    const slow = Array.from({ length: 80 }, (_, index) => [-210 + 100 * index, 10 * index] as const);
    const reading = await read([counter({ track: "stable", instance: "s:80" }, ...slow)], [[0, 7000]], 7500);
    // The first part ends at 1800 s. The scrape at 1790 s is in it, and its window ends later.
    expect(reading.windows[17]).toMatchObject({ from: at(1785), until: at(1890), stable: { total: 10 } });
    expect(sum(reading.windows.map(({ stable }) => stable)).total).toBe(690);
  });

  it("gives two readings at the same time the same", async () => {
    const series = [steady({ track: "stable", instance: "s:80" }, -295, 7200, 10)];
    const fake = fakePrometheus({ series, now: () => at(8000) });
    const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(8000), fetch: fake.fetch });
    const question = questionOf([ERRORS], [[0, 7200]]);
    const [first, second] = await Promise.all([evidence.read(question), evidence.read(question)]);
    expect(first[0].windows).toEqual((await read(series, [[0, 7200]], 8000)).windows);
    expect(second).toEqual(first);
  });

  it("asks nothing before a window can be complete", async () => {
    const reading = await read([STABLE_POD], [[0, 9]], 9);
    expect(reading).toEqual({ name: "errors", windows: [], problem: undefined, requests: [] });
  });

  it.each([
    ["too large", { body: " ".repeat(33 * 1024 * 1024) }],
    [
      "refused",
      {
        status: 422,
        body: JSON.stringify({
          status: "error",
          error: "query processing would load too many samples into memory",
        }),
      },
    ],
  ])("asks for shorter times when an answer is %s", async (_, answer) => {
    const limit = 10 * 60;
    const reading = await read([STABLE_POD], [[0, 600]], 700, {
      instead: (_path, form) => {
        const seconds = Number(/\[(\d+)s\]/.exec(form.get("query") ?? "")?.[1]);
        return seconds > limit ? answer : undefined;
      },
    });
    expect(reading.problem).toBeUndefined();
    expect(reading.windows).toHaveLength(40);
  });
});
