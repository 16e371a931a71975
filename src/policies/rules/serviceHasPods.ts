import { podsOf } from "../facts/workloads.js";
import { wordsLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/** A Service without pods refuses every request, and the provider reports a flip to nothing as a success. */
export const serviceHasPods = stackPolicy({
  name: "service-has-pods",
  description: "A Service selects pods that this stack runs: no flip to a colour without pods.",
  enforcementLevel: "mandatory",
  severity: "critical",
  remediationSteps: "Correct the selector, or bring the pods up before the Service selects them.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
  limits: {
    external: wordsLimit("Names of Services whose pods are made elsewhere, as name or namespace/name.", []),
  },
  check(stack, { external }, reporter) {
    reporter.forEach(stack.services, (service) => {
      const { title, urn, name, namespace, selector } = service;
      if (external.includes(name) || external.includes(`${namespace}/${name}`)) return;
      const selected = stack.selectedBy(service);
      if (selected.some((workload) => podsOf(workload) !== 0)) return;
      const where = { title, urn, path: "spec.selector", value: selector };
      if (selected.length === 0) {
        const problem = "matches no pods of this stack, so every request would be refused";
        const remedy = "select the labels of a pod template, or name the Service in external";
        reporter.report({ ...where, problem, remedy });
        return;
      }
      if (stack.isPreview(service)) return; // a standby without pods is a choice, and no client comes here
      const titles = selected.map((workload) => workload.title).join(", ");
      const problem = `matches only ${titles}, which has no pods, so every request would be refused`;
      reporter.report({ ...where, problem, remedy: "raise its replicas first, or select another version" });
    });
  },
});
