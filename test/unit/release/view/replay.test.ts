import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colored } from "../../../../src/preview/screen/style.js";
import type { IndicatorStatus, ReleaseStatus } from "../../../../src/release/driver/model.js";
import { replayText } from "../../../../src/release/view/replay.js";
import { LEAKS, statuses } from "./arbitrary.js";
import { failing, going, idle } from "./statuses.js";

const both: ReleaseStatus = {
  ...failing,
  indicators: [...going.indicators.slice(0, 1), ...failing.indicators.slice(0, 1)],
};

describe("a replay", () => {
  it.each([60, 100, 200])("fits %i columns", async (width) => {
    const lines = replayText(both, { width, most: 16 });
    expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`screens/replay-${width}.txt`);
    const painted = replayText(both, { width, most: 16, paint: colored });
    expect(painted.map(stripVTControlCharacters)).toEqual(lines);
  });

  it("shows each window, unless there are more than asked for", () => {
    const rows = (most?: number) =>
      replayText(
        { ...both, indicators: both.indicators.slice(0, 1) },
        { width: 100, ...(most ? { most } : {}) },
      ).filter((line) => /^\d\d:/.test(line));
    expect(rows(60)).toHaveLength(60);
    expect(rows()).toHaveLength(40 + 1); // one verdict is in the middle
    expect(rows(2).map((line) => line.slice(0, 8))).toEqual(["13:50:15", "13:54:45", "14:11:45", "14:29:00"]);
  });

  it("counts what it leaves out", () => {
    const lines = replayText(both, { width: 100, most: 2 });
    const counted = lines.flatMap((line) => Number(/^… (\d+) window/.exec(line)?.[1] ?? 0));
    const shown = lines.filter((line) => /^\d\d:/.test(line)).length;
    expect(counted.reduce((sum, one) => sum + one, 0) + shown).toBe(120);
  });

  it("marks where a bar first reached its threshold: the bad one once, the good one in each step", () => {
    const [errors] = going.indicators as [IndicatorStatus];
    const course = errors.course.map((point, at) => ({ ...point, worse: at < 50 ? 1 : 1000, good: 30 }));
    const marked = replayText({ ...going, indicators: [{ ...errors, course }] }, { width: 100, most: 60 })
      .filter((line) => /(passes|fails)$/.test(line) && /^\d/.test(line))
      .map((line) => [line.slice(0, 8), line.split(" ").at(-1)]);
    expect(marked).toEqual([
      ["13:50:15", "passes"],
      ["14:07:15", "passes"],
      ["14:24:15", "passes"],
      ["14:26:45", "fails"],
    ]);
  });

  it("names what is not there", () => {
    expect(replayText(idle, { width: 100 }).at(-1)).toBe("no indicators: there is nothing to replay");
    const [errors] = going.indicators as [IndicatorStatus];
    const empty = { ...going, indicators: [{ ...errors, windows: [], course: [] }] };
    expect(replayText(empty, { width: 100 }).at(-1)).toBe("  no windows were recorded");
  });

  it("bears every status", () => {
    fc.assert(
      fc.property(statuses, fc.integer({ min: 40, max: 220 }), (status, width) => {
        const lines = replayText(status, { width, most: 4 });
        expect(lines.filter((line) => Array.from(line).length > width)).toEqual([]);
        expect(lines.join("\n")).not.toMatch(LEAKS);
      }),
    );
  });
});
