import { podsOf } from "../facts/stack.js";
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
  check(stack, { external }, report) {
    for (const service of stack.services) {
      if (external.includes(service.name) || external.includes(`${service.namespace}/${service.name}`))
        continue;
      report.part(() => {
        const selected = stack.selectedBy(service);
        if (selected.some((workload) => podsOf(workload) !== 0)) return;
        const where = {
          title: service.title,
          urn: service.urn,
          path: "spec.selector",
          value: service.selector,
        };
        const preview = stack.componentOf(service)?.outputs.previewServiceName === service.name;
        if (preview && selected.length > 0) return; // a standby without pods is a choice, and no client comes here
        const problem =
          selected.length === 0
            ? "matches no pods of this stack, so every request would be refused"
            : `matches only ${selected.map(({ title }) => title).join(", ")}, which has no pods, so every request would be refused`;
        const remedy =
          selected.length === 0
            ? "select the labels of a pod template, or name the Service in external"
            : "raise its replicas first, or select another version";
        report.object({ ...where, problem, remedy });
      }, service.title);
    }
  },
});
