import { expect, test } from "vitest";
import { checkPolicies, planStack } from "../../../src/testing/index.js";

test("a list without resources is refused, because no policy would judge anything", async () => {
  await expect(checkPolicies([], [])).rejects.toThrow(
    new Error(
      "checkPolicies: the list has no resources, so no policy would judge anything; give the plan, or other resources of it",
    ),
  );
});

test("a plan that is meant to be empty has no violations", async () => {
  const plan = await planStack({ allowEmpty: true }, () => undefined);
  expect(await checkPolicies(plan, [])).toEqual([]);
});
