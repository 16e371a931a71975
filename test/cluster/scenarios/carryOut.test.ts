import { describe, expect, it } from "vitest";
import type { Driver } from "../drive/driver.js";
import type { Bench } from "./bench.js";
import { carryOut } from "./carryOut.js";
import type { Step } from "./scenario.js";

/** A bench whose driver writes twice in each `up`; the `up`s fail in turn with these texts. */
function benchOf(...failures: (string | undefined)[]): { readonly bench: Bench; readonly ups: () => number } {
  let ups = 0;
  const driver: Partial<Driver> = {
    name: "direct",
    up: async (_, onWrite = () => {}) => {
      const failure = failures[ups++];
      onWrite(1);
      if (failure !== undefined) throw new Error(failure);
      onWrite(2);
      return 2;
    },
  };
  return { bench: { driver } as Bench, ups: () => ups };
}

const step = (more: Omit<Step, "changes">): Step => ({ changes: [], ...more });

describe("carryOut", () => {
  it("counts the writes of an up that succeeds", async () => {
    expect(await carryOut(benchOf().bench, step({}), [])).toEqual({ writes: 2 });
  });

  it("waits for what happens in the middle, which begins after its write", async () => {
    const seen: string[] = [];
    const happens = async () => {
      seen.push("begins");
      await new Promise((resolve) => setImmediate(resolve));
      seen.push("ends");
    };
    await carryOut(benchOf().bench, step({ during: { after: 2, happens } }), []);
    expect(seen).toEqual(["begins", "ends"]);
  });

  it("fails with what happens in the middle, and where its moment does not come", async () => {
    const failing = { after: 1, happens: () => Promise.reject(new Error("the API server does not start")) };
    await expect(carryOut(benchOf().bench, step({ during: failing }), [])).rejects.toThrow("does not start");
    const late = { after: 3, happens: async () => {} };
    await expect(carryOut(benchOf().bench, step({ during: late }), [])).rejects.toThrow(
      "up ended before write 3: 2",
    );
  });

  it("runs an up again that may fail, and only then", async () => {
    const failed = benchOf("no API server");
    expect(await carryOut(failed.bench, step({ up: "may fail" }), [])).toEqual({ refusal: "no API server" });
    expect(failed.ups()).toBe(2);
    const good = benchOf();
    expect(await carryOut(good.bench, step({ up: "may fail" }), [])).toEqual({ writes: 2 });
    expect(good.ups()).toBe(1);
  });

  it("fails where an up fails or succeeds against what is expected", async () => {
    await expect(carryOut(benchOf("not ready").bench, step({}), [])).rejects.toThrow("not ready");
    await expect(carryOut(benchOf().bench, step({ up: "fails" }), [])).rejects.toThrow("must fail");
    await expect(carryOut(benchOf("a", "b").bench, step({ up: "may fail" }), [])).rejects.toThrow("b");
  });
});
