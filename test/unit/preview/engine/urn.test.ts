import { describe, expect, it } from "vitest";
import { isRoot, nameOf, typeOf, urnOf } from "../../../../src/preview/engine/urn.js";

describe("urn", () => {
  const root = urnOf("dev", "shop", "", "pulumi:pulumi:Stack", "shop-dev");
  const outer = urnOf("dev", "shop", root, "test:index:Outer", "o");
  const inner = urnOf("dev", "shop", outer, "test:index:Inner", "a::b");

  it("contains the types of all parents except the stack", () => {
    expect(root).toBe("urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
    expect(outer).toBe("urn:pulumi:dev::shop::test:index:Outer::o");
    expect(inner).toBe("urn:pulumi:dev::shop::test:index:Outer$test:index:Inner::a::b");
  });

  it("returns type and name, also for a name with ::", () => {
    expect([typeOf(inner), nameOf(inner), isRoot(inner), isRoot(root)]).toEqual([
      "test:index:Inner",
      "a::b",
      false,
      true,
    ]);
  });
});
