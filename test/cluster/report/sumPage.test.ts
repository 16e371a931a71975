import { describe, expect, it } from "vitest";
import { changeOf, RELEASE, runOf, scenarioOf } from "./examples.js";
import { sumPage } from "./sumPage.js";

const one = runOf({
  results: [
    scenarioOf(0),
    scenarioOf(0, { mode: "iptables", scenario: "killed" }),
    scenarioOf(9, { scenario: "controls", loses: true }),
    scenarioOf(8, { scenario: "switch", changes: [changeOf(8, { gap: true })] }),
  ],
});
const other = runOf({
  ...{ command: "npm run test:cluster -- --nodes 3", driver: "pulumi", nodes: 3 },
  results: [scenarioOf(1)],
  releases: [RELEASE, { ...RELEASE, loses: true, failed: ["promoted"] }],
});
const page = sumPage([
  { name: "direct", page: "proof-direct.md", run: one },
  { name: "three-nodes", page: "proof-three-nodes.md", run: other },
]);

describe("sumPage", () => {
  it("adds up what is promised in all runs", () => {
    expect(page).toContain(
      "**1 of 3 000 connections were lost in 3 changes**, in 2 runs: with kube-proxy in\nmode nftables and iptables, on 1 and 3 nodes, 1 change by the Pulumi CLI. In 1 release that the driver decided, 0 of 6 034 were lost.",
    );
  });

  it("has a row for each run, with its page", () => {
    expect(page).toContain(
      "| [direct](proof-direct.md) | nftables, iptables | 1 | server-side apply | 2 | 0 | 2 000 | 9 |  |",
    );
    expect(page).toContain(
      "| [three-nodes](proof-three-nodes.md) | nftables | 3 | `pulumi up` | 1 | 1 | 1 000 |  | 1 of 2 as they must, 0 lost |",
    );
  });

  it("has a row for each group of scenarios", () => {
    expect(page).toContain("| Changes under load | 2 | 1 | 2 000 |\n| Faults in a release | 1 | 0 | 1 000 |");
  });

  it("has the command of each run", () => {
    expect(page).toContain(
      "[three-nodes](proof-three-nodes.md): Made on today by\n`npm run test:cluster -- --nodes 3`,\non 3 nodes",
    );
  });
});
