import { describe, expect, it } from "vitest";
import { applyDeclaredConfig } from "../../../../src/preview/project/declaredConfig.js";

function apply(block: unknown, given: Record<string, string> = {}) {
  const values = { ...given };
  const secrets = new Set<string>();
  applyDeclaredConfig(block, "shop", "dev", values, secrets);
  return { values, secrets: [...secrets] };
}

describe("applyDeclaredConfig", () => {
  it("fills in defaults and values of other packages, and never replaces a given value", () => {
    const block = {
      a: 3,
      b: { type: "string", default: "x" },
      "shop:c": { default: [1] },
      "kubernetes:d": "ns",
      e: 1,
    };
    expect(apply(block, { "shop:e": "2" }).values).toEqual({
      "shop:a": "3",
      "shop:b": "x",
      "shop:c": "[1]",
      "kubernetes:d": "ns",
      "shop:e": "2",
    });
  });

  it("marks declared secrets", () => {
    expect(apply({ a: { default: "x", secret: true } }).secrets).toEqual(["shop:a"]);
  });

  it("lists all missing and mistyped values at once, without showing secrets", () => {
    const block = {
      a: { type: "string" },
      b: { type: "integer" },
      c: { type: "boolean", secret: true },
      d: { type: "array" },
      e: { type: "object" },
      f: { type: "number" },
      g: { secret: true },
    };
    const given = { "shop:b": "1.5", "shop:c": "hush", "shop:d": "{}", "shop:e": "[]", "shop:f": "many" };
    expect(() => apply(block, given)).toThrow(
      [
        "the configuration of stack dev is incomplete, 7 problems:",
        "  a: is required by Pulumi.yaml; add shop:a to Pulumi.dev.yaml, or give it with --config a=…",
        '  b: "1.5" is not of the type integer that Pulumi.yaml declares',
        "  c: [secret] is not of the type boolean that Pulumi.yaml declares",
        '  d: "{}" is not of the type array that Pulumi.yaml declares',
        '  e: "[]" is not of the type object that Pulumi.yaml declares',
        '  f: "many" is not of the type number that Pulumi.yaml declares',
        "  g: is required by Pulumi.yaml; give it with --config g=…",
      ].join("\n"),
    );
  });

  it("accepts values of the declared types", () => {
    const types = { b: "integer", c: "boolean", d: "array", e: "object", f: "number" };
    const block = Object.fromEntries(Object.entries(types).map(([key, type]) => [key, { type }]));
    const given = { "shop:b": "-1", "shop:c": "true", "shop:d": "[]", "shop:e": "{}", "shop:f": "1.5" };
    expect(apply(block, given).values).toEqual(given);
  });
});
