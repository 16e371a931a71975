import { describe, expect, it } from "vitest";
import { policies } from "../../../src/policies/index.js";
import { checkPolicies, type Plan, planStack, type Violation } from "../../../src/testing/index.js";
import { bad, good } from "./cases/index.js";
import type { Case } from "./cases/parts.js";

const plans = new Map<Case, Promise<Plan>>();

/** The program's plan, made once. */
function planOf(given: Case): Promise<Plan> {
  const plan = plans.get(given) ?? planStack({}, given.program);
  plans.set(given, plan);
  return plan;
}

async function verdict(given: Case, of = policies): Promise<Violation[]> {
  const names = new Set([...of.map(({ name }) => name), "all"]);
  const config = Object.entries(given.config ?? {}).filter(([name]) => names.has(name));
  return checkPolicies(await planOf(given), of, Object.fromEntries(config));
}

describe("the catalogue", () => {
  it("has at least 40 bad and 40 good programs, each of a name of its own", () => {
    expect(bad.length).toBeGreaterThanOrEqual(40);
    expect(good.length).toBeGreaterThanOrEqual(40);
    const names = [...bad, ...good].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(bad)("$policy catches: $name", async (given) => {
    const violations = await verdict(given);
    expect(new Set(violations.map(({ policy }) => policy))).toEqual(
      new Set([given.policy, ...(given.also ?? [])]),
    );
    const own = violations.filter(({ policy }) => policy === given.policy);
    expect(own.map(({ message }) => message).join("\n")).toContain(given.says);
    const level = policies.find(({ name }) => name === given.policy)?.enforcementLevel;
    expect(own.map((violation) => violation.level)).toEqual(own.map(() => level));
  });

  it.each(good)("no policy objects to: $name", async (given) => {
    expect(await verdict(given)).toEqual([]);
  });
});

describe("the mutation check", () => {
  it.each(policies.map(({ name }) => name))("without %s some bad program passes", async (removed) => {
    const left = policies.filter(({ name }) => name !== removed);
    const missed: string[] = [];
    for (const given of bad.filter(({ policy }) => policy === removed)) {
      if ((await verdict(given, left)).length === 0) missed.push(given.name);
    }
    expect(missed).not.toEqual([]);
  });
});
