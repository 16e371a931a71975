import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { describe, expect, it } from "vitest";
import { schemaProblems } from "../../../../src/policies/framework/schema.js";

/** One limit's schema, a value that it refuses, the problem, and the nearest value that it allows. */
const cases: Record<string, [PolicyConfigJSONSchema, unknown, string, unknown]> = {
  type: [{ type: "number" }, "5", 'limit: "5" is not of type number', 5],
  "a whole number": [{ type: "integer" }, 1.5, "limit: 1.5 is not of type integer", 2],
  "several types": [{ type: ["number", "null"] }, true, "limit: true is not of type number or null", null],
  enum: [{ enum: ["rr", "lc"] }, "sh", 'limit: "sh" is none of "rr", "lc"', "lc"],
  const: [{ const: "on" }, "off", 'limit: "off" is not "on"', "on"],
  minimum: [{ minimum: 0 }, -1, "limit: -1 is below 0", 0],
  maximum: [{ maximum: 100 }, 101, "limit: 101 is above 100", 100],
  exclusiveMinimum: [{ exclusiveMinimum: 0 }, 0, "limit: 0 is not above 0", 0.1],
  exclusiveMaximum: [{ exclusiveMaximum: 1 }, 1, "limit: 1 is not below 1", 0.9],
  multipleOf: [{ multipleOf: 5 }, 12, "limit: 12 is not a multiple of 5", 10],
  pattern: [{ pattern: "^v\\d+$" }, "1", 'limit: "1" does not match ^v\\d+$', "v1"],
  minLength: [{ minLength: 2 }, "a", 'limit: "a" is shorter than 2 characters', "ab"],
  maxLength: [{ maxLength: 2 }, "abc", 'limit: "abc" is longer than 2 characters', "ab"],
  minItems: [{ minItems: 1 }, [], "limit: [] has fewer than 1 items", [1]],
  maxItems: [{ maxItems: 1 }, [1, 2], "limit: [1,2] has more than 1 items", [1]],
  "an item": [{ items: { type: "string" } }, ["a", 1], "limit[1]: 1 is not of type string", ["a"]],
  "a property": [
    { properties: { "a/b~": { minimum: 1 } } },
    { "a/b~": 0 },
    "limit.a/b~: 0 is below 1",
    { "a/b~": 1 },
  ],
  required: [{ required: ["name"] }, {}, "limit.name: is missing", { name: 1 }],
  additionalProperties: [
    { properties: { maximum: {} }, additionalProperties: false },
    { maximun: 1 },
    'limit.maximun: is not known here; did you mean "maximum"?',
    { maximum: 1 },
  ],
  uniqueItems: [{ uniqueItems: true }, [1, 1], "limit: [1,1] has the same item twice", [1, 2]],
  "a keyword without a text of ours": [
    { not: { type: "string" } } as PolicyConfigJSONSchema,
    "a",
    'limit: "a" must NOT be valid',
    1,
  ],
};

describe("schemaProblems", () => {
  it.each(Object.entries(cases))(
    "finds what breaks %s, and nothing in a good value",
    (_, [schema, bad, text, good]) => {
      expect(schemaProblems(bad, schema, "limit")).toEqual([text]);
      expect(schemaProblems(good, schema, "limit")).toEqual([]);
    },
  );

  it("finds all problems at once", () => {
    const schema = { properties: { a: { minimum: 1 }, b: { type: "string" as const } }, required: ["c"] };
    expect(schemaProblems({ a: 0, b: 1 }, schema, "limit").sort()).toEqual([
      "limit.a: 0 is below 1",
      "limit.b: 1 is not of type string",
      "limit.c: is missing",
    ]);
  });

  it("ignores keywords and formats that it does not know", () => {
    const schema = { type: "string", format: "ipv4", markdown: true } as PolicyConfigJSONSchema;
    expect(schemaProblems("anything", schema, "limit")).toEqual([]);
  });

  it("refuses a schema that cannot be used, instead of throwing", () => {
    expect(schemaProblems("a", { pattern: "(?i)a" }, "limit")).toEqual([
      expect.stringMatching(/^limit: has a schema that cannot be used: Invalid regular expression/),
    ]);
  });
});
