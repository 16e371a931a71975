import type { ServiceFacts } from "../facts/services.js";
import type { StackFacts } from "../facts/stack.js";
import { drains, podsOf, type WorkloadFacts } from "../facts/workloads.js";
import { stackPolicy } from "../framework/policy.js";

/**
 * A colour that is scaled to nothing in the update that flips away from it goes after the Service has changed, and
 * drains. The stack shows only what stands at the end: that the old colour has no pods, not that it had some before, so
 * every colour without pods is judged as if this were the update that takes them away.
 */
export const flipBeforeShrink = stackPolicy({
  name: "flip-before-shrink",
  description: "A colour without pods waits for the Service to turn away from it, and its pods drain.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Let the idle Deployment depend on the Service and give its containers a preStop, or scale it down in a later update.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/",
  limits: {},
  check(stack, _, reporter) {
    reporter.forEach(stack.services, (service) => {
      if (stack.selectedBy(service).length === 0) return; // service-has-pods tells
      for (const idle of idleOf(stack, service)) {
        if (podsOf(idle) !== 0) continue;
        const where = { title: idle.title, urn: idle.urn, path: "spec.replicas", value: 0 };
        if (!stack.waitsFor(idle.urn, service.urn)) {
          const problem = `may take the pods away before ${service.title} has turned to the other colour`;
          reporter.report({ ...where, problem, remedy: `add dependsOn: the ${service.title}` });
        } else if (!drains(idle)) {
          const problem = `takes the pods away as soon as ${service.title} has turned, and they do not drain`;
          const remedy = "add a preStop to every container, or keep its pods for now";
          reporter.report({ ...where, problem, remedy });
        }
      }
    });
  },
});

/** The colours that this Service may have served until now; one with another Service has been turned away from before. */
function idleOf(stack: StackFacts, service: ServiceFacts): WorkloadFacts[] {
  const component = stack.componentOf(service);
  if (!component) return stack.alternativesTo(service);
  if (component.kind !== "BlueGreenService" || stack.isPreview(service)) return [];
  const selected = stack.selectedBy(service);
  return stack.workloads.filter((side) => stack.componentOf(side) === component && !selected.includes(side));
}
