import type { ServiceFacts } from "../facts/services.js";
import type { StackFacts } from "../facts/stack.js";
import { drains, podsOf, type WorkloadFacts } from "../facts/workloads.js";
import { stackPolicy } from "../framework/policy.js";

/**
 * Prevents an update that flips to another color from scaling the old color to 0 before the flip. A policy
 * sees only the result of an update: not whether a color without pods had some before. It therefore checks
 * every color without pods as if this update scaled it down.
 */
export const flipBeforeShrink = stackPolicy({
  name: "flip-before-shrink",
  description: "A color scales to 0 only after the Service selects another color, and its pods drain.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Make the idle Deployment depend on the Service and add preStop hooks to its containers, or scale it down in a later update.",
  url: "https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/",
  limits: {},
  check(stack, _, reporter) {
    reporter.forEach(stack.services, (service) => {
      if (stack.selectedBy(service).length === 0) return; // service-has-pods reports it
      for (const idle of idleOf(stack, service)) {
        if (podsOf(idle) !== 0) continue;
        const where = { title: idle.title, urn: idle.urn, path: "spec.replicas", value: 0 };
        if (!stack.waitsFor(idle.urn, service.urn)) {
          const problem = `may remove the pods before ${service.title} selects another color`;
          reporter.report({ ...where, problem, remedy: `add ${service.title} to dependsOn` });
        } else if (!drains(idle)) {
          const problem = `removes the pods as soon as ${service.title} selects another color, and they do not drain`;
          const remedy = "add a preStop hook to every container, or keep the pods for now";
          reporter.report({ ...where, problem, remedy });
        }
      }
    });
  },
});

/**
 * Returns the colors that the Service may have selected before this update. Clients do not
 * use a preview Service, or that of an idle color behind a route.
 */
function idleOf(stack: StackFacts, service: ServiceFacts): WorkloadFacts[] {
  const component = stack.componentOf(service);
  if (!component) return stack.alternativesTo(service);
  if (component.kind !== "BlueGreenService" || stack.isIdle(service)) return [];
  const selected = stack.selectedBy(service);
  return stack.workloadsOf(component).filter((side) => !selected.includes(side));
}
