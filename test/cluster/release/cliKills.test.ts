import { describe, expect, it } from "vitest";
import type { Stack, StackState } from "../../../src/release/driver/ports.js";
import { cliKills } from "./cliKills.js";

const LINE = " ~  kubernetes:apps/v1:Deployment web updating (0s)\n";
const going = new AbortController().signal;

/** A stack whose `up` prints two writes, and the kills of its driver, which here only go into a list. */
function stackWithKills(): { readonly stack: Stack; readonly killed: string[] } {
  const seen = new Set<string>();
  const killed: string[] = [];
  const isFirst = (moment: string) => !seen.has(moment) && seen.add(moment) !== undefined;
  const kills = cliKills({
    isFirst,
    at: (moment) => isFirst(moment) && killed.push(moment),
    kill: () => killed.push("in the middle"),
  });
  const open = (onOutput: (text: string) => void): Stack => ({
    name: "test",
    read: async () => ({}) as StackState,
    up: async () => {
      onOutput(LINE);
      onOutput(LINE);
    },
  });
  return { stack: kills.of(open, () => []), killed };
}

describe("cliKills", () => {
  it("kills before an update, in the middle of it, and after it, each moment once", async () => {
    const { stack, killed } = stackWithKills();
    const up = () => stack.up({ canaryWeight: "10" }, "", going);
    await up();
    expect(killed).toEqual([
      'before {"canaryWeight":"10"}',
      "in the middle",
      "in the middle",
      'after {"canaryWeight":"10"}',
    ]);
    killed.length = 0;
    await up(); // after the second write
    expect(killed).toEqual(["in the middle"]);
    await up(); // without the CLI
    killed.length = 0;
    await up();
    expect(killed).toEqual([]);
  });

  it("begins anew with another update", async () => {
    const { stack, killed } = stackWithKills();
    await stack.up({ canaryWeight: "10" }, "", going);
    killed.length = 0;
    await stack.up({ canaryWeight: "25" }, "", going);
    expect(killed[0]).toBe('before {"canaryWeight":"25"}');
  });
});
