import { requireKnown } from "../facts/unknown.js";
import { wordsLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

/** Every container behind a Service says when it is ready; without that a pod gets traffic as soon as it starts. */
export const readinessProbes = stackPolicy({
  name: "readiness-probes",
  description: "Every container behind a Service has a readiness probe.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps: "Add a readinessProbe to the container, or name it in exempt when it serves nothing.",
  url: "https://kubernetes.io/docs/concepts/workloads/pods/probes/#readiness-probe",
  limits: {
    exempt: wordsLimit("Names of containers that serve nothing and need no probe.", []),
  },
  check(stack, { exempt }, report) {
    const behind = new Set<string>();
    for (const service of stack.services) {
      report.part(() => {
        for (const workload of stack.selectedBy(service)) behind.add(workload.urn);
      }, service.title);
    }
    for (const workload of stack.workloads.filter(({ urn }) => behind.has(urn))) {
      for (const container of workload.containers) {
        if (container.init || exempt.includes(container.name)) continue;
        report.part(() => {
          if (requireKnown(container.probed)) return;
          report.object({
            title: workload.title,
            urn: workload.urn,
            path: `${container.path}.readinessProbe`,
            problem: "is missing, so the pod counts as ready, and gets traffic, as soon as it starts",
            remedy: `add one to container ${JSON.stringify(container.name)}`,
          });
        }, workload.title);
      }
    }
  },
});
