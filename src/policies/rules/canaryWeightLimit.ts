import { componentKindOf } from "../../contract/names.js";
import { componentTitle } from "../facts/components.js";
import { getPath, number, plain, requireKnown } from "../facts/unknown.js";
import { numberLimit, numbersLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

const SHARE = { minimum: 0, maximum: 100 };

/**
 * Limits the weight of a canary to a maximum and to agreed steps. It cannot limit how far one update moves
 * the weight: a policy does not see the previous weight.
 */
export const canaryWeightLimit = resourcePolicy({
  name: "canary-weight-limit",
  description: "A canary's weight is at most the maximum and is one of the allowed steps.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Lower the weight. To promote the canary, make its version the stable one and set the weight to 0 in the same update.",
  url: "https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments",
  limits: {
    maximum: numberLimit("Maximum weight of a canary, in percent.", 50, SHARE),
    steps: numbersLimit("Allowed weights in addition to 0. An empty list allows every weight.", [], SHARE),
  },
  check(resource, { maximum, steps }, reporter) {
    if (componentKindOf(resource.type) !== "CanaryDeployment") return;
    const weight = requireKnown(number(getPath(plain(resource.props), "weight")));
    if (weight === undefined || weight === 0) return;
    const where = { title: componentTitle(resource), path: "weight", value: weight };
    if (weight > maximum) {
      const problem = `is above ${maximum}, the maximum weight of a canary`;
      reporter.report({
        ...where,
        problem,
        remedy: "lower the weight, or promote the canary and set the weight to 0",
      });
    } else if (steps.length > 0 && !steps.includes(weight)) {
      const problem = "is not an allowed step";
      reporter.report({ ...where, problem, remedy: `use 0 or one of ${steps.join(", ")}` });
    }
  },
});
