import { describe, expect, it } from "vitest";
import { type Spread, unexpected } from "./spread.js";

const even = [10, 10, 10];
const one = [30, 0, 0];
const spread = (scheduler: string, oneByOne: number[], held: number[], ofOneClient: number[]): Spread => ({
  ...{ scheduler, oneByOne, held, ofOneClient },
});

describe("unexpected", () => {
  it.each([
    ["rr", even, even, even],
    ["lc", even, even, even],
    ["sed", one, even, even],
    ["nq", one, even, even],
    ["sh", [13, 10, 7], [6, 4, 2], one],
    ["dh", one, one, one],
  ])("finds nothing in what %s promises", (scheduler, oneByOne, held, ofOneClient) => {
    expect(unexpected(spread(scheduler, oneByOne, held, ofOneClient))).toEqual([]);
  });

  it("tells one scheduler from another", () => {
    expect(unexpected(spread("rr", one, even, even))).toEqual(["one after the other: 30/0/0 is not even"]);
    expect(unexpected(spread("sed", even, even, even))).toEqual([
      "one after the other: 10/10/10 is not all on one pod",
    ]);
    expect(unexpected(spread("sh", even, even, even))).toEqual([
      "held by one client: 10/10/10 is not all on one pod",
    ]);
    expect(unexpected(spread("dh", even, [12, 0, 0], one))).toEqual([
      "one after the other: 10/10/10 is not all on one pod",
    ]);
  });

  it("finds a virtual server without its three pods", () => {
    expect(unexpected(spread("rr", [], even, even))).toEqual(["one after the other: 0 real servers, not 3"]);
  });
});
