import type { ServiceFacts } from "../facts/services.js";
import { podsOf } from "../facts/workloads.js";
import { wordsLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/**
 * Prevents a flip to a color without pods: every request would be refused, and the provider would report
 * success.
 */
export const serviceHasPods = stackPolicy({
  name: "service-has-pods",
  description: "A Service selects pods of this stack, so that no flip leads to a color without pods.",
  enforcementLevel: "mandatory",
  severity: "critical",
  remediationSteps: "Correct the selector, or scale the pods up before the Service selects them.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
  limits: {
    external: wordsLimit(
      "Services whose pods are not part of this stack: the Pulumi name, the name in the cluster or namespace/name; * matches any characters.",
      [],
    ),
  },
  check(stack, { external }, reporter) {
    const isExternal = matcher(external);
    reporter.forEach(stack.services, (service) => {
      if (isExternal(service)) return;
      const { title, urn, selector } = service;
      const selected = stack.selectedBy(service);
      if (selected.some((workload) => podsOf(workload) !== 0)) return;
      const where = { title, urn, path: "spec.selector", value: selector };
      if (selected.length === 0) {
        const problem = "matches no pods of this stack, so every request would be refused";
        const remedy = "select the labels of a pod template, or add the Service to external";
        reporter.report({ ...where, problem, remedy });
        return;
      }
      if (stack.isIdle(service)) return; // no client uses it, so its side may have no pods
      const titles = selected.map((workload) => workload.title).join(", ");
      const problem = `matches only ${titles}, which has no pods, so every request would be refused`;
      reporter.report({ ...where, problem, remedy: "scale it up first, or select another version" });
    });
  },
});

/** Returns whether one of the patterns is a name of a Service. */
function matcher(patterns: readonly string[]): (service: ServiceFacts) => boolean {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
  });
  return ({ name, namespace, resourceName }) => {
    const names = [name, resourceName, `${namespace}/${name}`, `${namespace}/${resourceName}`];
    return expressions.some((expression) => names.some((one) => expression.test(one)));
  };
}
