import { expect, it, vi } from "vitest";
import { courseOf } from "../../../../src/release/driver/course.js";
import { type Folds, judge } from "../../../../src/release/driver/judge.js";
import type { IndicatorReading, StepWindow } from "../../../../src/release/driver/ports.js";
import { randomOf } from "../../../../src/release/judgement/random.js";
import { RateComparison } from "../../../../src/release/judgement/rateComparison.js";
import { specOf } from "./releases.js";

const { evidence } = specOf();
const [indicator] = evidence.indicators;
const indicators = ["errors", "slow", "logins"].map((name) => ({
  ...indicator,
  name,
})) as typeof evidence.indicators;
const spec = { ...evidence, indicators };
const sides = { stable: "stable", canary: "canary" };
const course = courseOf(specOf(), { from: "v1", to: "v2", sides }, false);

/** Windows of 15 s, a quarter of them at each step. */
function windowsOf(count: number): StepWindow[] {
  const random = randomOf(1);
  const counts = (total: number) => ({ total, bad: Math.floor(4 * random()) });
  return Array.from({ length: count }, (_, at) => ({
    ...{ step: Math.floor((4 * at) / count), from: 15_000 * at, until: 15_000 * (at + 1) },
    ...{ canary: counts(150), stable: counts(1350) },
  }));
}

const readingsOf = (windows: readonly StepWindow[]): IndicatorReading[] =>
  indicators.map(({ name }) => ({ name, windows }));

const placeOf = (windows: readonly StepWindow[]) => ({
  course,
  stage: windows.at(-1)?.step ?? 0,
});

it("judges the same whatever was judged before", () => {
  const all = windowsOf(60);
  const folds: Folds = new Map();
  for (let count = 0; count <= all.length; count++) {
    const windows = all.slice(0, count).map((window) => ({ ...window })); // as other readings have them
    const place = placeOf(windows);
    const kept = judge(spec, place, readingsOf(windows), undefined, folds);
    expect(kept).toEqual(judge(spec, place, readingsOf(windows), undefined));
    // Between two steps there may be a look without a window of the next one.
    const next = { ...place, stage: Math.min(3, place.stage + 1) };
    const between = judge(spec, next, readingsOf(windows), undefined, new Map(folds));
    expect(between.indicators.map(({ windows: { length } }) => length)).toEqual([count, count, count]);
    folds.clear();
    judge(spec, place, readingsOf(windows), undefined, folds);
  }
});

it("begins again when the windows do", () => {
  const all = windowsOf(20);
  const folds: Folds = new Map();
  judge(spec, placeOf(all), readingsOf(all), undefined, folds);
  const later = all.slice(15);
  const kept = judge(spec, placeOf(later), readingsOf(later), undefined, folds);
  expect(kept).toEqual(judge(spec, placeOf(later), readingsOf(later), undefined));
});

it("adds only the new windows of a long release", () => {
  const all = windowsOf(480);
  const folds: Folds = new Map();
  judge(spec, placeOf(all), readingsOf(all.slice(0, -1)), undefined, folds);
  const add = vi.spyOn(RateComparison.prototype, "add");
  judge(spec, placeOf(all), readingsOf(all), undefined, folds);
  expect(add).toHaveBeenCalledTimes(indicators.length);
  add.mockRestore();
});
