import { describe, expect, it } from "vitest";
import { killedAnywhere } from "./kills.js";
import { release, walk } from "./walk.js";

describe("walk", () => {
  it("has a release for each fault, with the fault in its titles and its promises", () => {
    const during = { after: 2, happens: async () => {} };
    const { steps } = walk([{ title: "nothing" }, { title: "evicted", missing: 1, up: "may fail", during }]);
    const [plain, fault] = steps;
    expect(plain?.changes.map(({ title }) => title)).toEqual([
      ...["flip, standby 0, nothing", "weight 0 → 10, nothing", "hold at 25, nothing"],
    ]);
    expect(fault).toMatchObject({ up: "may fail", during });
    expect(fault?.changes.map(({ fewest }) => fewest)).toEqual([1, 3, 2]);
    expect(plain?.changes.map(({ fewest }) => fewest)).toEqual([2, 4, 3]);
  });

  it("comes back to its beginning after eight releases", () => {
    expect(release(8)).toEqual(release(0));
    expect(release(4)).not.toEqual(release(0));
  });
});

describe("the kills anywhere", () => {
  it("come after each write of each release in turn", () => {
    const canary = killedAnywhere("web", 4);
    const steps = canary.more?.([3, 2, 1, 2]) ?? [];
    expect(steps.map(({ up, changes: [change] }) => [up, change?.title])).toEqual([
      [{ killedAfter: 1 }, "weight 0 → 10, killed after write 1 of 3"],
      [{ killedAfter: 1 }, "weight 10 → 50, killed after write 1 of 2"],
      [{ killedAfter: 1 }, "weight 50 → 100, killed after write 1 of 1"],
      [{ killedAfter: 1 }, "promote, killed after write 1 of 2"],
      [{ killedAfter: 2 }, "weight 0 → 10, killed after write 2 of 3"],
      [{ killedAfter: 2 }, "weight 10 → 50, killed after write 2 of 2"],
      [undefined, "weight 50 → 100"],
      [{ killedAfter: 2 }, "promote, killed after write 2 of 2"],
      [{ killedAfter: 3 }, "weight 0 → 10, killed after write 3 of 3"],
      [undefined, "weight 10 → 50"],
      [undefined, "weight 50 → 100"],
      [undefined, "promote"],
    ]);
    expect(steps[0]?.changes[0]?.app).toEqual(release(4)[1]?.app);
    expect(canary.first).toEqual([release(7)[1]?.app]);
  });
});
