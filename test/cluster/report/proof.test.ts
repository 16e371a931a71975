import { describe, expect, it } from "vitest";
import type { Counts } from "../load/load.js";
import { proof } from "./proof.js";
import type { ChangeResult, ScenarioResult } from "./result.js";

const run = {
  command: "npm run test:cluster",
  driver: "direct",
  kubernetes: "v1.36.3",
  date: "today",
  minutes: 1,
};
const counts = (lost: number): Counts => ({
  ...{ begun: 1000, ok: { V1: 1000 - lost }, slow: 0 },
  lost: lost > 0 ? { refused: lost } : {},
});
const change = (lost: number, gap = false): ChangeResult => ({
  ...{ app: "shop", title: "flip", seconds: 1, fewest: 2, wanted: 2, failed: [], gap },
  ...{ counts: counts(lost), after: counts(0), share: { V1: 100 } },
});
const scenario = (lost: number, other: Partial<ScenarioResult> = {}): ScenarioResult => ({
  ...{ mode: "nftables", scenario: "releases", loses: false, changes: [change(lost)], counts: counts(lost) },
  ...other,
});
const control = scenario(7, { scenario: "controls", loses: true });
const gap = scenario(8, { scenario: "switch", changes: [change(8, true)] });
const byClient = scenario(9, { mode: "ipvs-sh", loses: true });

describe("proof", () => {
  it("sums up what is promised, and nothing else", () => {
    const text = proof(run, [scenario(0), scenario(1), control, gap, byClient], []);
    expect(text).toContain(
      "**1 of 2 000 connections were lost in 2 changes**, with kube-proxy in nftables mode.",
    );
  });

  it("lists what may lose connections apart, each under its reason", () => {
    const [, ...sections] = proof(run, [scenario(0), control, gap, byClient], []).split("\n## ");
    expect(sections.map((text) => [text.split("\n")[0], /\| (\d+) \| 1 000 \|$/m.exec(text)?.[1]])).toEqual([
      ["The same without the order or the drain", "7"],
      ["Schedulers that choose by client", "9"],
      ["Another mode of kube-proxy under load", "8"],
    ]);
  });

  it("says how long pods drained where kube-proxy is slow", () => {
    expect(proof(run, [scenario(0, { drained: 10 })], [])).toContain("pods drain for 10 s there");
    expect(proof(run, [scenario(0)], [])).not.toContain("drain for");
  });
});
