import { describe, expect, it } from "vitest";
import { policies } from "../../../../src/policies/index.js";
import { checkPolicies, planStack } from "../../../../src/testing/index.js";
import { bad, good } from "./index.js";

describe("the policies", () => {
  it.each(bad)("$policy catches: $name", async ({ policy, messages, also = [], program, config = {} }) => {
    const violations = await checkPolicies(await planStack({}, program), policies, config);
    const own = violations.filter((violation) => violation.policy === policy);
    expect(own.map(({ message }) => message)).toEqual(messages);
    expect(new Set(violations.map((violation) => violation.policy))).toEqual(new Set([policy, ...also]));
    const level = policies.find(({ name }) => name === policy)?.enforcementLevel;
    expect(new Set(own.map((violation) => violation.level))).toEqual(new Set([level]));
  });

  it.each(good)("$policy passes: $name", async ({ program, config = {} }) => {
    const plan = await planStack({ allowEmpty: true }, program);
    expect(await checkPolicies(plan, policies, config)).toEqual([]);
  });

  it.each(policies)("$name alone catches a bad program, and passes a good one", ({ name }) => {
    const only = bad.filter(({ policy, also }) => policy === name && also === undefined);
    expect(only).not.toEqual([]);
    expect(good.filter(({ policy }) => policy === name)).not.toEqual([]);
  });
});
