import { expect, test } from "vitest";
import { checkCanary } from "../../../src/canary/check.js";
import { Problems } from "../../../src/diagnostics/problems.js";
import { canaryArgs } from "../../support/args.js";

test("an image that is none is reported together with everything else that is wrong", () => {
  const problems = new Problems("CanaryDeployment");
  const wrong = { canary: { version: "v1", image: 3 }, replicas: 0, weight: 120, template: {}, wieght: 1 };
  checkCanary("myapp", { ...canaryArgs(), ...wrong }, problems);
  expect(problems.lines).toEqual([
    "canary.image: 3 is not an image; set it here or in template",
    'canary.version: "v1" is also the stable version; the two sides need different versions',
    "replicas: 0 is not in range; give a whole number from 1 to 150000",
    "template.spec.containers: is missing; give at least one container",
    "weight: 120 is not a share of the connections; give a number from 0 to 100",
    'wieght: is not an argument; did you mean "weight"?',
  ]);
});
