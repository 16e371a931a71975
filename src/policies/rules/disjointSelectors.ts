import { matches } from "../facts/objects.js";
import { stackPolicy } from "../framework/policy.js";

/** No two workloads count each other's pods as their own. */
export const disjointSelectors = stackPolicy({
  name: "disjoint-selectors",
  description: "No workload's selector matches the pods of another one.",
  enforcementLevel: "mandatory",
  severity: "critical",
  remediationSteps: "Give each Deployment a label of its own in its selector and its pod template.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
  limits: {},
  check(stack, _, report) {
    for (const workload of stack.workloads) {
      for (const other of stack.workloads) {
        if (other === workload || other.namespace !== workload.namespace) continue;
        report.part(() => {
          if (!matches(workload.selector, other.podLabels)) return;
          report.object({
            title: workload.title,
            urn: workload.urn,
            path: "spec.selector.matchLabels",
            value: workload.selector,
            problem: `also matches the pods of ${other.title}, so each would take the other's pods for its own`,
            remedy: "add a label that only its own pods have",
          });
        }, workload.title);
      }
    }
  },
});
