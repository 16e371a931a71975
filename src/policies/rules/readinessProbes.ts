import { requireKnown } from "../facts/unknown.js";
import type { WorkloadFacts } from "../facts/workloads.js";
import { wordsLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/** Prevents traffic to pods that have started but cannot serve yet. */
export const readinessProbes = stackPolicy({
  name: "readiness-probes",
  description: "Every container behind a Service has a readiness probe.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Add a readinessProbe to the container, or add its name to exempt if it does not serve traffic.",
  url: "https://kubernetes.io/docs/concepts/workloads/pods/probes/#readiness-probe",
  limits: {
    exempt: wordsLimit("Names of containers that do not serve traffic and need no probe.", []),
  },
  check(stack, { exempt }, reporter) {
    const served = new Set<WorkloadFacts>();
    reporter.forEach(stack.services, (service) => {
      for (const workload of stack.selectedBy(service)) served.add(workload);
    });
    for (const { title, urn, containers } of stack.workloads.filter((workload) => served.has(workload))) {
      for (const { name, path, probed, role } of containers) {
        if (role === "init" || exempt.includes(name)) continue;
        reporter.attempt(() => {
          if (requireKnown(probed)) return;
          reporter.report({
            title,
            urn,
            path: `${path}.readinessProbe`,
            problem: "is missing, so the pod gets traffic as soon as it starts",
            remedy: `add a probe to container ${JSON.stringify(name)}`,
          });
        }, title);
      }
    }
  },
});
