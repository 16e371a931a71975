import { describe, expect, it } from "vitest";
import {
  getPath,
  plain,
  requireKnown,
  requireRecord,
  Unknown,
} from "../../../../src/policies/facts/unknown.js";

const error = new Error("known after the update");

/** Properties as the policy server gives them: reading an unknown value throws. */
const properties = {
  known: { list: [1, "a", null] },
  get unknown(): unknown {
    throw error;
  },
};

describe("plain", () => {
  it("copies values and keeps what cannot be read as Unknown", () => {
    expect(plain(properties)).toEqual({ known: { list: [1, "a", null] }, unknown: new Unknown(error) });
  });
});

describe("getPath", () => {
  const value = plain({ spec: { replicas: 2, template: properties } });

  it.each([
    ["a value", ["spec", "replicas"], 2],
    ["nothing at a missing key", ["spec", "paused"], undefined],
    ["nothing beyond a value that is no record", ["spec", "replicas", "min"], undefined],
    ["the unknown value", ["spec", "template", "unknown"], new Unknown(error)],
    ["the unknown value for what is inside it", ["spec", "template", "unknown", "name"], new Unknown(error)],
  ])("finds %s", (_, path, found) => {
    expect(getPath(value, ...path)).toEqual(found);
  });
});

describe("requireKnown and requireRecord", () => {
  it("throw the error of an unknown value", () => {
    expect(() => requireKnown(new Unknown(error))).toThrow(error);
    expect(() => requireRecord(new Unknown(error))).toThrow(error);
  });

  it("return what is known, and an empty record for anything else than a record", () => {
    expect(requireKnown(undefined)).toBeUndefined();
    expect(requireRecord({ weight: 5 })).toEqual({ weight: 5 });
    for (const other of [undefined, null, [1], "text"]) expect(requireRecord(other as object)).toEqual({});
  });
});
