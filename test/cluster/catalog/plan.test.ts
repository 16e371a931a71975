import { describe, expect, it } from "vitest";
import type { ProxyMode } from "../settings.js";
import { ENTRIES, GROUPS } from "./catalog.js";
import type { Entry, Group } from "./entry.js";
import { entriesIn, foreignEntries, isNeeded, skippedOf, type Wish } from "./plan.js";

const entry = (name: string, other: Partial<Entry> = {}): Entry => ({
  ...{ name, shows: "", minutes: 1, run: async () => {} },
  ...other,
});
const GROUP: Group = {
  ...{ name: "all", title: "All" },
  entries: [
    entry("walk", { short: "all", ipvs: "long", foreign: true }),
    entry("accident", { short: "first" }),
    entry("flip", { ipvs: "all" }),
    entry("spread", { needs: { modes: "ipvs" }, ipvs: "first" }),
    entry("driver", { needs: { modes: "node" }, short: "first" }),
    entry("drained node", { needs: { nodes: 3 } }),
    entry("route", { needs: { modes: "node", gateway: true } }),
  ],
};
const MODES: readonly ProxyMode[] = ["nftables", "iptables", "ipvs-rr", "ipvs-lc"];
const wish = (other: Partial<Wish> = {}): Wish => ({ modes: MODES, nodes: 1, long: false, ...other });

/** The scenarios of each mode, in short. */
function taken(of: Wish): Record<string, string> {
  const names = (mode: ProxyMode) => entriesIn(mode, of, [GROUP]).map(({ name }) => name);
  return Object.fromEntries(of.modes.map((mode) => [mode, names(mode).join()]));
}

describe("a short run", () => {
  it("takes the scenarios that say so, in the modes that they name", () => {
    expect(taken(wish())).toEqual({
      ...{ nftables: "walk,accident,driver", iptables: "walk" },
      ...{ "ipvs-rr": "flip,spread", "ipvs-lc": "flip" },
    });
    expect(skippedOf(wish(), [GROUP])).toEqual([]);
  });

  it("takes something in each kind of mode", () => {
    for (const mode of ["nftables", "ipvs-rr"] as const)
      expect(entriesIn(mode, wish({ modes: [mode] })).length).toBeGreaterThan(0);
  });
});

describe("a long run", () => {
  it("takes all, and says what it cannot take", () => {
    const long = wish({ long: true, modes: ["nftables", "ipvs-rr"] });
    expect(taken(long)).toEqual({
      nftables: "walk,accident,flip,driver,route",
      "ipvs-rr": "walk,flip,spread",
    });
    expect(skippedOf(long, [GROUP])).toEqual([{ scenario: "drained node", why: "needs 3 nodes: --nodes 3" }]);
    expect(skippedOf({ ...long, nodes: 3 }, [GROUP])).toEqual([]);
  });
});

describe("--only", () => {
  it("takes the scenarios in every mode that can run them", () => {
    const only = wish({ only: "DRIVER, spread" });
    expect(taken(only)).toEqual({
      ...{ nftables: "driver", iptables: "driver" },
      ...{ "ipvs-rr": "spread", "ipvs-lc": "spread" },
    });
    expect(skippedOf(only, [GROUP])).toEqual([]);
  });

  it("says what a scenario lacks that no mode of the run can take", () => {
    const only = wish({ only: "driver,spread", modes: ["iptables"] });
    expect(skippedOf(only, [GROUP])).toEqual([
      { scenario: "spread", why: "needs kube-proxy in mode ipvs: --modes ipvs-rr" },
    ]);
  });

  it("takes a whole group by its name", () => {
    expect(entriesIn("nftables", wish({ only: "faults" }))).toEqual(
      GROUPS.find(({ name }) => name === "faults")?.entries.filter(({ needs }) => needs?.nodes === undefined),
    );
  });
});

describe("on a cluster that is there", () => {
  it("takes what needs no part of the test's own", () => {
    expect(foreignEntries(undefined).map(({ name }) => name)).toEqual(["releases", "broken image"]);
    expect(foreignEntries("image,adoption").map(({ name }) => name)).toEqual(["broken image"]);
  });
});

it("needs the gateway for the scenarios that say so, in the modes that can run them", () => {
  expect(isNeeded("gateway", wish({ only: "route" }), [GROUP])).toBe(true);
  expect(isNeeded("gateway", wish({ only: "route", modes: ["ipvs-rr"] }), [GROUP])).toBe(false);
  expect(isNeeded("gateway", wish(), [GROUP])).toBe(false);
});

it("has a name of its own for each scenario", () => {
  const names = ENTRIES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
