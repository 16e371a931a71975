import { describe, expect, it } from "vitest";
import { writesIn } from "./cli.js";
import { counting } from "./driver.js";

const LINE = " ~  kubernetes:apps/v1:Deployment web updating (0s)\n";

describe("writesIn", () => {
  it("counts what an update has begun to write, not what it has ended", () => {
    expect(writesIn(`${LINE}${LINE.replace("updating (0s)", "updated (2s)")}`)).toBe(1);
    expect(writesIn(" +  kubernetes:core/v1:Service web creating (0s)\n")).toBe(1);
  });
});

describe("counting", () => {
  it("reports each write once, also of several that come together", () => {
    const seen: number[] = [];
    const count = counting(writesIn, (writes) => seen.push(writes));
    for (const output of [LINE, LINE, `${LINE}${LINE}${LINE}`]) count(output);
    expect(seen).toEqual([1, 2, 3]);
  });
});
