import { MAX_PODS } from "../../contract/defaults.js";
import { type KubernetesObject, matches, type WorkloadFacts } from "../facts/objects.js";
import { podsOf, type StackFacts } from "../facts/stack.js";
import { getPath, isRecord, requireKnown, Unknown } from "../facts/unknown.js";
import { wholeLimit } from "../framework/limits.js";
import { type Report, stackPolicy } from "../framework/policy.js";

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
  check(stack, { fromReplicas }, report) {
    const budgets = stack.objects.filter(
      ({ kind, apiVersion }) => kind === "PodDisruptionBudget" && apiVersion.startsWith("policy/"),
    );
    for (const workload of servedBy(stack, report)) {
      report.part(() => {
        const pods = podsOf(workload);
        if (pods === undefined || pods < fromReplicas) return;
        const own = budgets.filter((budget) => covers(budget, workload));
        if (own.length === 0) {
          const problem = `has no PodDisruptionBudget, so node maintenance may take all ${pods} pods at once`;
          const where = {
            title: workload.title,
            urn: workload.urn,
            path: `${workload.path}.metadata.labels`,
          };
          report.object({
            ...where,
            problem,
            remedy: "add one with maxUnavailable: 1 that selects these labels",
          });
        }
        if (own.length > 1) {
          const names = own.map(({ name }) => JSON.stringify(name)).join(" and ");
          const problem = `match the PodDisruptionBudgets ${names}, and a pod of several budgets cannot be evicted at all`;
          const where = {
            title: workload.title,
            urn: workload.urn,
            path: `${workload.path}.metadata.labels`,
          };
          report.object({ ...where, problem, remedy: "keep one of them" });
        }
        for (const budget of own) checkRoom(budget, workload, pods, report);
      }, workload.title);
    }
  },
});

function servedBy(stack: StackFacts, report: Report): WorkloadFacts[] {
  const found = new Set<WorkloadFacts>();
  for (const service of stack.services) {
    report.part(() => {
      for (const workload of stack.selectedBy(service)) found.add(workload);
    }, service.title);
  }
  return [...found];
}

function covers(budget: KubernetesObject, workload: WorkloadFacts): boolean {
  if (budget.namespace !== workload.namespace) return false;
  const selector = getPath(budget.value, "spec", "selector");
  if (isRecord(selector) && Object.keys(selector).length === 0) return true; // all pods of the namespace
  const labels = getPath(selector, "matchLabels");
  if (labels instanceof Unknown) throw labels.error;
  return isRecord(labels) && matches(labels as Record<string, string | Unknown>, workload.podLabels);
}

/** A budget that lets no pod go blocks every drain of a node. */
function checkRoom(budget: KubernetesObject, workload: WorkloadFacts, pods: number, report: Report): void {
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
  report.object({
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
