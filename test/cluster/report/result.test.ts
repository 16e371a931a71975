import { describe, expect, it } from "vitest";
import { runOf } from "./examples.js";
import { blind, type ChangeResult, checks, judge, type ScenarioResult } from "./result.js";

const counts = { begun: 4000, ok: { V1: 3600, vNext: 400 }, lost: {}, slow: 0 };
const good: ChangeResult = {
  app: "web",
  title: "weight 2 → 10",
  seconds: 15,
  counts,
  after: counts,
  share: { V1: 90, vNext: 10 },
  fewest: 4,
  wanted: 4,
  failed: [],
};
const scenario = (changes: ChangeResult[], loses = false): ScenarioResult => ({
  mode: "nftables",
  scenario: "releases",
  loses,
  changes,
  counts: changes[0]?.counts ?? counts,
});
const losing = { ...counts, lost: { refused: 1 } };

describe("judge", () => {
  it("finds nothing in a change that is as planned", () => {
    expect(judge(good)).toEqual([]);
  });

  it.each([
    ["one lost connection", { counts: losing }, 'lost 1: {"refused":1}'],
    ["one ready endpoint too few", { fewest: 3 }, "3 ready endpoints, 4 are promised"],
    ["no traffic", { counts: { ...counts, ok: {} } }, "no connection was answered"],
    [
      "one connection to a version that must have none",
      { share: { V1: 100 }, after: { ...counts, ok: { V1: 3999, vNext: 1 } } },
      "vNext has 0.03 % (0.00 to 0.53), 0 % is planned",
    ],
    [
      "a share outside its interval",
      { after: { ...counts, ok: { V1: 3500, vNext: 500 } } },
      "vNext has 12.50 % (10.37 to 15.00), 10 % is planned",
    ],
  ])("finds %s", (_, change, failure) => {
    expect(judge({ ...good, ...change })).toContain(failure);
  });
});

describe("a scheduler that counts connections which have ended", () => {
  const skewed = { ...good, after: { ...counts, ok: { V1: 100, vNext: 3900 } } };

  it("may give new pods more than their share", () => {
    expect(judge(skewed, "ipvs-rr")).toHaveLength(2);
    expect(judge(skewed, "ipvs-lc")).toEqual([]);
  });

  it("gives nothing to a side that must have nothing, and loses nothing", () => {
    expect(judge({ ...skewed, share: { V1: 100 } }, "ipvs-lc")).toHaveLength(2);
    expect(judge({ ...skewed, counts: losing }, "ipvs-lc")).toEqual(['lost 1: {"refused":1}']);
  });
});

describe("a change while a node died", () => {
  it("may lose what went to the dead node, and nothing else", () => {
    expect(judge({ ...good, counts: losing, ofDeadNode: 1 })).toEqual([]);
    expect(judge({ ...good, counts: losing, ofDeadNode: 0 })).toEqual(['lost 1: {"refused":1}']);
  });
});

describe("a control", () => {
  it("fails when it loses nothing, and passes when it does", () => {
    expect(blind(scenario([good], true))).toEqual([
      "the control web lost nothing: this test cannot see a loss",
    ]);
    expect(blind(scenario([{ ...good, counts: losing }], true))).toEqual([]);
  });
});

describe("checks", () => {
  it("lets kube-proxy lose connections in a gap, and none after it", () => {
    const gap = { ...good, gap: true, counts: losing, share: { V1: 90, vNext: 10 } };
    expect(judge(gap)).toEqual([]);
    expect(judge({ ...gap, after: losing })).toEqual(['lost 1: {"refused":1}']);
    expect(checks(runOf({ results: [{ ...scenario([gap]), counts: losing }] }))).toMatchObject({
      numFailedTests: 0,
    });
  });

  it("counts what ended the run early as a failure", () => {
    expect(checks(runOf({ crashes: ["the API server ended"] }))).toMatchObject({ numFailedTests: 1 });
  });

  it("counts what cannot run as pending", () => {
    const skipped = [{ scenario: "drained node", why: "needs 3 nodes" }];
    expect(checks(runOf({ skipped }))).toMatchObject({ numFailedTests: 0, numPendingTests: 1 });
  });

  it("counts a loss between two changes as a failure of the scenario", () => {
    expect(checks(runOf({ results: [{ ...scenario([good]), counts: losing }] }))).toMatchObject({
      numPassedTests: 1,
      numFailedTests: 1,
    });
  });
});
