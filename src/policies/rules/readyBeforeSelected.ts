import { isColorLabel } from "../facts/stack.js";
import { requireKnown } from "../facts/unknown.js";
import { podsOf } from "../facts/workloads.js";
import { stackPolicy } from "../framework/policy.js";

/**
 * Prevents a flip to a color that is not ready. Without a dependency, the Service and the Deployment change
 * at the same time.
 */
export const readyBeforeSelected = stackPolicy({
  name: "ready-before-selected",
  description: "A Service that selects one color waits until the Deployment of that color is ready.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Make the Service depend on the Deployment whose pods it selects.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/",
  limits: {},
  check(stack, _, reporter) {
    reporter.forEach(stack.services, (service) => {
      const selector = requireKnown(service.selector);
      if (!Object.keys(selector).some(isColorLabel) || stack.alternativesTo(service).length === 0) return;
      for (const workload of stack.selectedBy(service)) {
        if (podsOf(workload) === 0 || stack.waitsFor(service.urn, workload.urn)) continue;
        reporter.report({
          title: service.title,
          urn: service.urn,
          path: "spec.selector",
          value: selector,
          problem: `may select the pods of ${workload.title} before they are ready`,
          remedy: `add ${workload.title} to dependsOn`,
        });
      }
    });
  },
});
