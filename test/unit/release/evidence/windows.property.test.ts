import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StepWindow } from "../../../../src/release/driver/ports.js";
import { openEvidence } from "../../../../src/release/evidence/evidence.js";
import { type FakePrometheusOptions, fakePrometheus } from "../../../support/prometheus.js";
import {
  at,
  bootBefore,
  countBetween,
  ERRORS,
  type Pod,
  questionOf,
  scrapeTimes,
  seriesOfPods,
} from "./model.js";

/** Seconds that a model lasts. */
const END = 400;
const INTERVAL = 15;
/** Seconds after which a sample can be read. */
const INGESTION = 8;
const WINDOW = 15;

const tenth = (min: number, max: number) =>
  fc.integer({ min: 10 * min, max: 10 * max }).map((value) => value / 10);

const podArbitrary = (side: string, name: string, restarts: boolean): fc.Arbitrary<Pod> =>
  fc
    .record({
      side: fc.constant(side),
      name: fc.constant(name),
      starts: fc.constantFrom(-290, -290, tenthOf(0.3), 60.3, 170.7),
      ends: fc.constantFrom(END, END, END, 130.9, 250.2),
      offset: tenth(0, INTERVAL),
      interval: fc.constant(INTERVAL),
      missed: fc.uniqueArray(fc.integer({ min: 0, max: 45 }), { maxLength: 6 }),
      restarts: restarts ? fc.uniqueArray(tenth(1, END), { maxLength: 3 }).map(ascending) : fc.constant([]),
      requests: fc
        .array(
          fc.record({ at: tenth(-280, END), code: fc.constantFrom("200", "200", "404", "500", "503") }),
          {
            maxLength: 60,
          },
        )
        .map((requests) => [...requests].sort((a, b) => a.at - b.at)),
    })
    .map((pod) => ({
      ...pod,
      requests: pod.requests.filter((one) => one.at > pod.starts && one.at <= pod.ends),
    }));

const tenthOf = (value: number) => Math.round(10 * value) / 10;
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** One pod of the stable side is always scraped, so that the time between scrapes is known. */
const STEADY: Pod = {
  ...{ side: "stable", name: "steady", starts: -290, ends: END, offset: 3, interval: INTERVAL },
  ...{
    missed: [],
    restarts: [],
    requests: Array.from({ length: 130 }, (_, index) => ({ at: -289 + 5 * index, code: "200" })),
  },
};

const podsArbitrary = (restarts: boolean): fc.Arbitrary<Pod[]> =>
  fc
    .tuple(
      podArbitrary("stable", "s1", restarts),
      podArbitrary("stable", "s2", restarts),
      podArbitrary("canary", "c1", restarts),
      podArbitrary("canary", "c2", restarts),
    )
    .map((pods) => [STEADY, ...pods]);

const PERIODS = [
  [10, 123.4],
  [150, 400],
] as const;

function server(pods: readonly Pod[], now: () => number, more: Partial<FakePrometheusOptions> = {}) {
  return fakePrometheus({
    series: seriesOfPods(pods),
    now: () => at(now()),
    ingestion: 1000 * INGESTION,
    ...more,
  });
}

/** What a process reads that has just started. */
async function readFresh(pods: readonly Pod[], now: number): Promise<readonly StepWindow[]> {
  const { fetch } = server(pods, () => now);
  const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(now), fetch });
  const [reading] = await evidence.read(questionOf([ERRORS], periodsAt(now)));
  return reading.windows;
}

const periodsAt = (now: number) =>
  PERIODS.filter(([from]) => from < now).map(([from, until]) => [from, Math.min(until, now)] as const);

const isBad = ({ code }: { code: string }) => code.startsWith("5");

/**
 * The counts of a window by definition: for each pod, the requests between two scrapes, of which the later one is in the
 * window, and the earlier one in its period. Of a pod that began again in between, those since then.
 */
function counted(pods: readonly Pod[], side: string, { step, from, until }: StepWindow) {
  const begin = at(PERIODS[step][0]);
  let [bad, total] = [0, 0];
  for (const pod of pods.filter((one) => one.side === side)) {
    // A scrape without any series leaves no trace.
    const times = scrapeTimes(pod).filter(
      (time) => countBetween(pod, () => true, bootBefore(pod, time), time) > 0,
    );
    times.forEach((time, index) => {
      const before = times[index - 1];
      if (before === undefined || at(before) < begin || at(time) < from || at(time) >= until) return;
      bad += countBetween(pod, isBad, before, time);
      total += countBetween(pod, () => true, before, time);
    });
  }
  return { bad, total };
}

describe("windows of random pods and scrapes", () => {
  it("count each request once, whose pods do not begin again", async () => {
    await fc.assert(
      fc.asyncProperty(podsArbitrary(false), async (pods) => {
        const windows = await readFresh(pods, 500);
        expect(windows).toHaveLength(8 + 17);
        for (const one of windows) {
          expect(one.canary).toEqual(counted(pods, "canary", one));
          expect(one.stable).toEqual(counted(pods, "stable", one));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("never count a request twice, or more bad ones than all, whose pods begin again", async () => {
    await fc.assert(
      fc.asyncProperty(podsArbitrary(true), async (pods) => {
        for (const one of await readFresh(pods, 500)) {
          for (const side of ["canary", "stable"] as const) {
            const most = counted(pods, side, one);
            expect(one[side].bad).toBeLessThanOrEqual(most.bad);
            expect(one[side].total).toBeLessThanOrEqual(most.total);
            expect(one[side].bad).toBeLessThanOrEqual(one[side].total);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("are the same at each later reading, by the same process and by another one", async () => {
    const looks = fc.uniqueArray(tenth(11, 480), { minLength: 1, maxLength: 12 }).map(ascending);
    await fc.assert(
      fc.asyncProperty(podsArbitrary(true), looks, async (pods, times) => {
        let now = 0;
        const { fetch } = server(pods, () => now);
        const evidence = openEvidence({ environment: {}, cwd: ".", now: () => at(now), fetch });
        const all = await readFresh(pods, 500);
        for (now of times) {
          const [reading] = await evidence.read(questionOf([ERRORS], periodsAt(now)));
          expect(reading.windows).toEqual(await readFresh(pods, now));
          expect(reading.windows).toEqual(all.slice(0, reading.windows.length));
        }
      }),
      { numRuns: 15 },
    );
  });

  it("follow each other without a gap, and only the last one of a step is shorter", async () => {
    const windows = await readFresh([STEADY], 500);
    for (const [step, [from, until]] of PERIODS.entries()) {
      const ofStep = windows.filter((one) => one.step === step);
      expect(ofStep[0]?.from).toBe(at(from));
      expect(ofStep.at(-1)?.until).toBe(at(until));
      ofStep.slice(1).forEach((one, index) => {
        expect(one.from).toBe(ofStep[index]?.until);
        expect(ofStep[index].until - ofStep[index].from).toBe(1000 * WINDOW);
      });
    }
  });
});
