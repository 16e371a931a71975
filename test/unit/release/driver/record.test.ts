import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  messageOfRecord,
  type ReleaseRecord,
  recordIn,
  sentenceIn,
} from "../../../../src/release/driver/record.js";

const MARK = "pulumi-kubernetes-traffic/release: ";

const goal = fc.oneof(
  fc.record({ to: fc.constant("stage" as const), stage: fc.nat(50) }),
  fc.record({ to: fc.constant("stage" as const), stage: fc.nat(50), takenOver: fc.constant(true as const) }),
  fc.constantFrom({ to: "end" as const }, { to: "back" as const }),
);
const text = fc.string({ unit: "grapheme" });
const record: fc.Arbitrary<ReleaseRecord> = fc.record({
  ...{ component: text, release: text, goal, from: text, to: text },
  sides: fc.record({ stable: text, canary: text }),
});

const RECORD: ReleaseRecord = {
  ...{ component: "myapp", release: "after update 1", goal: { to: "stage", stage: 0 }, from: "v1", to: "v2" },
  sides: { stable: "stable", canary: "canary" },
};

describe("the record of an update", () => {
  it("is read back from its message", () => {
    fc.assert(
      fc.property(record, text, (one, sentence) => {
        expect(recordIn(messageOfRecord(one, sentence), one.component)).toEqual(one);
      }),
    );
  });

  it("is not found in what people write", () => {
    fc.assert(fc.property(text, (message) => recordIn(message, "myapp") === undefined));
  });

  it("is of its own component", () => {
    expect(recordIn(messageOfRecord(RECORD, "why"), "other")).toBeUndefined();
  });

  it("is not taken from the sentence, whatever that quotes", () => {
    const quoted = `it printed\n${MARK}${JSON.stringify({ ...RECORD, goal: { to: "end" } })}`;
    const message = messageOfRecord(RECORD, quoted);
    expect(recordIn(message, "myapp")).toEqual(RECORD);
    expect(sentenceIn(message, RECORD)).toMatch(/^it printed pulumi-kubernetes-traffic\/release: \{/);
  });

  it("survives the line ends of Windows", () => {
    expect(recordIn(messageOfRecord(RECORD, "why").replaceAll("\n", "\r\n"), "myapp")).toEqual(RECORD);
  });

  const line = `${MARK}${JSON.stringify(RECORD)}`;
  it.each([
    ["a line that is cut", line.slice(0, -5)],
    ["a mark without a record", MARK],
    ["no object", `${MARK}null`],
    ["a list", `${MARK}[]`],
    ["a stage below 0", line.replace('"stage":0', '"stage":-1')],
    ["half a stage", line.replace('"stage":0', '"stage":0.5')],
    ["an unknown goal", line.replace('"to":"stage"', '"to":"moon"')],
    ["no sides", line.replace('"sides"', '"colors"')],
    ["a mark that is quoted in a line", `see ${line}`],
  ])("is not read from %s", (_, message) => {
    expect(recordIn(message, "myapp")).toBeUndefined();
  });
});
