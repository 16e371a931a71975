import { componentKindOf } from "../../contract/names.js";
import { componentTitle } from "../facts/components.js";
import { getPath, number, plain, requireKnown } from "../facts/unknown.js";
import { flagLimit, numberLimit, numbersLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

const SHARE = { minimum: 0, maximum: 100 };

/** The weight that ends a release: all pods run the canary's version. Method hold has no other way to promote. */
const FINISH = 100;

/**
 * Limits the weight of a canary to a maximum and to agreed steps. Weight 100 is no share of a canary but the end of the
 * release, which the limits allow as they allow a promotion to the stable side. It cannot limit how far one update moves
 * the weight: a policy does not see the previous weight.
 */
export const canaryWeightLimit = resourcePolicy({
  name: "canary-weight-limit",
  description:
    "A canary's weight is at most the maximum and is one of the allowed steps, or finishes the release.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Lower the weight. To promote the canary, set the weight to 100, or make its version the stable one and set the weight to 0 in the same update.",
  url: "https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments",
  limits: {
    maximum: numberLimit("Maximum weight of a canary, in percent.", 50, SHARE),
    steps: numbersLimit(
      "Allowed weights in addition to 0 and 100. An empty list allows every weight.",
      [],
      SHARE,
    ),
    finish: flagLimit(
      "Whether weight 100, which finishes a release, is allowed whatever the other limits are.",
      true,
    ),
  },
  check(resource, { maximum, steps, finish }, reporter) {
    if (componentKindOf(resource.type) !== "CanaryDeployment") return;
    const weight = requireKnown(number(getPath(plain(resource.props), "weight")));
    if (weight === undefined || weight === 0 || (finish && weight === FINISH)) return;
    const where = { title: componentTitle(resource), path: "weight", value: weight };
    if (weight > maximum) {
      const problem = `is above ${maximum}, the maximum weight of a canary`;
      reporter.report({
        ...where,
        problem,
        remedy: finish
          ? `lower the weight, or finish the release with weight ${FINISH}`
          : "lower the weight, or promote the canary and set the weight to 0",
      });
    } else if (steps.length > 0 && !steps.includes(weight)) {
      const problem = "is not an allowed step";
      reporter.report({
        ...where,
        problem,
        remedy: `use ${[0, ...steps, ...(finish ? [FINISH] : [])].join(", ")}`,
      });
    }
  },
});
