import { describe, expect, it } from "vitest";
import { between, type Counts, plus } from "./load.js";

const plain: Counts = { begun: 10, ok: { V1: 9 }, lost: { reset: 1 }, slow: 0 };
const withErrors: Counts = { begun: 20, ok: { V1: 15, V2: 3 }, lost: {}, slow: 1, errors: { V2: 2 } };

describe("counts", () => {
  it("are added and subtracted with the errors of each version", () => {
    const sum = { begun: 30, ok: { V1: 24, V2: 3 }, lost: { reset: 1 }, slow: 1, errors: { V2: 2 } };
    expect(plus(plain, withErrors)).toEqual(sum);
    expect(plus(withErrors, plain)).toEqual(sum);
    expect(between(plain, sum)).toEqual(withErrors);
  });

  it("have no errors where a load does not count them apart", () => {
    expect(plus(plain, plain)).toEqual({ begun: 20, ok: { V1: 18 }, lost: { reset: 2 }, slow: 0 });
    expect(between(plain, plain)).toEqual({ begun: 0, ok: {}, lost: {}, slow: 0 });
  });
});
