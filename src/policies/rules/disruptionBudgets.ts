import { MAX_PODS } from "../../contract/defaults.js";
import { type KubernetesObject, labelFacts, matches, placeOf } from "../facts/objects.js";
import { getPath, isRecord, requireKnown } from "../facts/unknown.js";
import { podsOf, type WorkloadFacts } from "../facts/workloads.js";
import { wholeLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";
import type { Reporter } from "../framework/reporter.js";

/** Prevents node maintenance that evicts all pods at once, and budgets that block node maintenance. */
export const disruptionBudgets = stackPolicy({
  name: "disruption-budgets",
  description:
    "Each workload behind a Service has one PodDisruptionBudget, which allows at least one eviction.",
  enforcementLevel: "advisory",
  severity: "medium",
  remediationSteps: "Add a PodDisruptionBudget with maxUnavailable: 1 that selects the pods.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  limits: {
    fromReplicas: wholeLimit(
      "Minimum number of replicas that need a budget. A budget cannot protect a single pod.",
      2,
      {
        minimum: 2,
        maximum: MAX_PODS,
      },
    ),
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
        const problem = `match no PodDisruptionBudget, so node maintenance may evict all ${pods} pods at once`;
        const remedy = "add one with maxUnavailable: 1 that selects these labels";
        reporter.report({ ...where, problem, remedy });
      }
      if (own.length > 1) {
        const names = own.map(({ name }) => JSON.stringify(name)).join(" and ");
        const problem = `match the PodDisruptionBudgets ${names}, and a pod with several budgets cannot be evicted`;
        reporter.report({ ...where, problem, remedy: "keep only one" });
      }
      for (const budget of own) checkRoom(budget, workload, pods, reporter);
    });
  },
});

function covers(budget: KubernetesObject, workload: WorkloadFacts): boolean {
  if (placeOf(budget) !== placeOf(workload)) return false;
  const selector = getPath(budget.value, "spec", "selector");
  if (isRecord(selector) && Object.keys(selector).length === 0) return true; // selects all pods of the namespace
  return matches(labelFacts(getPath(selector, "matchLabels")), workload.podLabels);
}

/** Reports a budget that allows no eviction. */
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
    problem: `allows no eviction of the ${pods} pods of ${workload.title}, so their nodes cannot be drained`,
    remedy: "use maxUnavailable: 1",
  });
}

/** Returns a number or percentage of pods as a number, rounded up as Kubernetes does. */
function amount(value: unknown, pods: number): number | undefined {
  if (typeof value === "number") return value;
  const share = typeof value === "string" ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return share === undefined ? undefined : Math.ceil((pods * Number(share)) / 100);
}
