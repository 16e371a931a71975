import { isColorLabel } from "../facts/stack.js";
import { requireKnown } from "../facts/unknown.js";
import { podsOf } from "../facts/workloads.js";
import { stackPolicy } from "../framework/policy.js";

/** A Service turns to a colour only when that is ready: without an order both change at once. */
export const readyBeforeSelected = stackPolicy({
  name: "ready-before-selected",
  description: "A Service that selects one colour waits for that colour's Deployment to be ready.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Let the Service depend on the Deployment that it selects.",
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
          problem: `may turn to the pods of ${workload.title} before they are ready`,
          remedy: `add dependsOn: the ${workload.title}`,
        });
      }
    });
  },
});
