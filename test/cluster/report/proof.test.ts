import { describe, expect, it } from "vitest";
import { changeOf, runOf, scenarioOf } from "./examples.js";
import { proof } from "./proof.js";
import type { ScenarioResult } from "./result.js";

const of = (...results: ScenarioResult[]) => proof(runOf({ results }));

const control = scenarioOf(7, { scenario: "controls", loses: true });
const gap = scenarioOf(8, { scenario: "switch", changes: [changeOf(8, { gap: true })] });
const byClient = scenarioOf(9, { mode: "ipvs-sh", loses: true });

describe("proof", () => {
  it("sums up what is promised, and nothing else", () => {
    const text = of(scenarioOf(0), scenarioOf(1), control, gap, byClient);
    expect(text).toContain(
      "**1 of 2 000 connections were lost in 2 changes**, with kube-proxy in nftables mode.",
    );
  });

  it("lists what may lose connections apart, each under its reason", () => {
    const [, ...sections] = of(scenarioOf(0), control, gap, byClient).split("\n## ");
    expect(sections.map((text) => [text.split("\n")[0], /\| (\d+) \| 1 000 \|$/m.exec(text)?.[1]])).toEqual([
      ["The same without the order or the drain", "7"],
      ["Schedulers that choose by client", "9"],
      ["Another mode of kube-proxy under load", "8"],
    ]);
  });

  it("shows of a node that died how many lost connections went to it, and promises nothing for it", () => {
    const death = changeOf(6, { ofDeadNode: 6 });
    const text = of(scenarioOf(0), scenarioOf(6, { scenario: "node dies", changes: [death] }));
    expect(text).toContain("**0 of 1 000 connections were lost in 1 changes**");
    expect(text).toContain("| nftables | node dies | shop | flip | 1 | 6 | 1 000 | 6 |");
    expect(text).not.toContain("Another mode");
  });

  it("names the gateway that clients came through", () => {
    expect(of(scenarioOf(0, { gateway: "a gateway" }))).toContain("They come through a gateway,");
    expect(of(scenarioOf(0))).not.toContain("They come through");
  });

  it("says how long pods drained where kube-proxy is slow", () => {
    expect(of(scenarioOf(0, { drained: 10 }))).toContain("pods drain for 10 s there");
    expect(of(scenarioOf(0))).not.toContain("drain for");
  });
});
