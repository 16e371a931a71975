import { MAX_PODS } from "../../contract/defaults.js";
import { type KubernetesObject, labelFacts, matches } from "../facts/objects.js";
import { getPath, isRecord, requireKnown } from "../facts/unknown.js";
import { podsOf, type WorkloadFacts } from "../facts/workloads.js";
import { wholeLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";
import type { Reporter } from "../framework/reporter.js";

/** Node maintenance never takes all pods of a side at once, and is never blocked for ever either. */
export const disruptionBudgets = stackPolicy({
  name: "disruption-budgets",
  description:
    "What a Service sends traffic to has one PodDisruptionBudget, which leaves room for a pod to go.",
  enforcementLevel: "advisory",
  severity: "medium",
  remediationSteps: "Add a PodDisruptionBudget with maxUnavailable: 1 that selects the pods.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  limits: {
    fromReplicas: wholeLimit("Least replicas that need a budget; a single pod cannot be kept by one.", 2, {
      minimum: 2,
      maximum: MAX_PODS,
    }),
  },
  check(stack, { fromReplicas }, reporter) {
    const budgets = stack.objects.filter(
      ({ kind, apiVersion }) => kind === "PodDisruptionBudget" && apiVersion.startsWith("policy/"),
    );
    const served = new Set<WorkloadFacts>();
    reporter.forEach(stack.services, (service) => {
      for (const workload of stack.selectedBy(service)) served.add(workload);
    });
    reporter.forEach([...served], (workload) => {
      const pods = podsOf(workload);
      if (pods === undefined || pods < fromReplicas) return;
      const own = budgets.filter((budget) => covers(budget, workload));
      const { title, urn } = workload;
      const where = { title, urn, path: `${workload.path}.metadata.labels` };
      if (own.length === 0) {
        const problem = `has no PodDisruptionBudget, so node maintenance may take all ${pods} pods at once`;
        const remedy = "add one with maxUnavailable: 1 that selects these labels";
        reporter.report({ ...where, problem, remedy });
      }
      if (own.length > 1) {
        const names = own.map(({ name }) => JSON.stringify(name)).join(" and ");
        const problem = `match the PodDisruptionBudgets ${names}, and a pod of several budgets cannot be evicted at all`;
        reporter.report({ ...where, problem, remedy: "keep one of them" });
      }
      for (const budget of own) checkRoom(budget, workload, pods, reporter);
    });
  },
});

function covers(budget: KubernetesObject, workload: WorkloadFacts): boolean {
  if (budget.namespace !== workload.namespace) return false;
  const selector = getPath(budget.value, "spec", "selector");
  if (isRecord(selector) && Object.keys(selector).length === 0) return true; // all pods of the namespace
  return matches(labelFacts(getPath(selector, "matchLabels")), workload.podLabels);
}

/** A budget that lets no pod go blocks every drain of a node. */
function checkRoom(
  budget: KubernetesObject,
  workload: WorkloadFacts,
  pods: number,
  reporter: Reporter,
): void {
  const minAvailable = requireKnown(getPath(budget.value, "spec", "minAvailable"));
  const maxUnavailable = requireKnown(getPath(budget.value, "spec", "maxUnavailable"));
  const needed = amount(minAvailable, pods);
  const [field, value] =
    needed !== undefined && needed >= pods
      ? ["minAvailable", minAvailable]
      : amount(maxUnavailable, pods) === 0
        ? ["maxUnavailable", maxUnavailable]
        : [];
  if (field === undefined) return;
  reporter.report({
    title: budget.title,
    urn: budget.urn,
    path: `spec.${field}`,
    value,
    problem: `lets none of the ${pods} pods of ${workload.title} go, so no node can be drained`,
    remedy: "use maxUnavailable: 1",
  });
}

/** A count or a percentage of pods, rounded up as Kubernetes does. */
function amount(value: unknown, pods: number): number | undefined {
  if (typeof value === "number") return value;
  const share = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return share === undefined ? undefined : Math.ceil((pods * Number(share)) / 100);
}
