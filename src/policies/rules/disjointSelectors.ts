import { matches } from "../facts/objects.js";
import type { WorkloadFacts } from "../facts/workloads.js";
import { stackPolicy } from "../framework/policy.js";

/** Prevents two workloads from managing the same pods. */
export const disjointSelectors = stackPolicy({
  name: "disjoint-selectors",
  description: "No workload's selector matches the pods of another workload.",
  enforcementLevel: "mandatory",
  severity: "critical",
  remediationSteps: "Give each workload a unique label, in its selector and in its pod template.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
  limits: {},
  check(stack, _, reporter) {
    const conflicts = new Set<string>();
    const isNew = (one: WorkloadFacts, other: WorkloadFacts) => {
      const pair = [one.urn, other.urn].sort().join(" ");
      if (conflicts.has(pair)) return false; // the two match each other's pods, which is one mistake
      conflicts.add(pair);
      return true;
    };
    for (const workload of stack.workloads) {
      const { title, urn, selector } = workload;
      const others = stack.workloadsBeside(workload).filter((other) => other !== workload);
      for (const other of others) {
        reporter.attempt(() => {
          if (!matches(selector, other.podLabels) || !isNew(workload, other)) return;
          reporter.report({
            title,
            urn,
            path: "spec.selector.matchLabels",
            value: selector,
            problem: `also matches the pods of ${other.title}, so both would manage the same pods`,
            remedy: "add a label that only its own pods have",
          });
        }, title);
      }
    }
  },
});
