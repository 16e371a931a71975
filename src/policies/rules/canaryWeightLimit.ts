import { componentKindOf } from "../../contract/names.js";
import { componentTitle } from "../facts/components.js";
import { getPath, number, plain, requireKnown } from "../facts/unknown.js";
import { numberLimit, numbersLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";

const SHARE = { minimum: 0, maximum: 100 };

/**
 * A canary gets at most so many per cent, and only the steps that were agreed on. How far one update may move the weight
 * is not to be seen here: a policy does not know what the weight was before.
 */
export const canaryWeightLimit = resourcePolicy({
  name: "canary-weight-limit",
  description: "A canary's weight is at most the largest allowed one, and one of the allowed steps.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Lower the weight. To promote, make the canary's version the stable one and set the weight to 0 in the same update.",
  url: "https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments",
  limits: {
    maximum: numberLimit("Largest weight of a canary, in per cent.", 50, SHARE),
    steps: numbersLimit("The weights allowed beside 0; none means any.", [], SHARE),
  },
  check(resource, { maximum, steps }, reporter) {
    if (componentKindOf(resource.type) !== "CanaryDeployment") return;
    const weight = requireKnown(number(getPath(plain(resource.props), "weight")));
    if (weight === undefined || weight === 0) return;
    const where = { title: componentTitle(resource), path: "weight", value: weight };
    if (weight > maximum) {
      const problem = `is above ${maximum}, the largest weight of a canary here`;
      reporter.report({ ...where, problem, remedy: "lower it, or promote the version and set it to 0" });
    } else if (steps.length > 0 && !steps.includes(weight)) {
      const problem = "is none of the allowed steps";
      reporter.report({ ...where, problem, remedy: `choose 0 or one of ${steps.join(", ")}` });
    }
  },
});
