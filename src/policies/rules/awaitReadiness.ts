import { PROVIDER_ANNOTATIONS } from "../../contract/names.js";
import type { KubernetesObject } from "../facts/objects.js";
import { requireKnown } from "../facts/unknown.js";
import { drains } from "../facts/workloads.js";
import { flagLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

const SKIP = PROVIDER_ANNOTATIONS.skipAwait;

/**
 * Prevents updates that continue before pods are ready. A Service may skip its wait if all its pods drain: that
 * wait only delays the update by about ten seconds, so that old pods can finish their connections.
 */
export const awaitReadiness = stackPolicy({
  name: "await-readiness",
  description: "No object that gets traffic has pulumi.com/skipAwait, except a Service whose pods all drain.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Remove the annotation. For a fast flip, set it only on the Service, and add a preStop hook to every container.",
  url: "https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/#pulumicomskipawait",
  limits: {
    fastFlip: flagLimit("Whether a Service may skip its wait if all its pods have a preStop hook.", true),
  },
  check(stack, { fastFlip }, reporter) {
    const behind = new Set<string>();
    reporter.forEach(stack.services, (service) => {
      const selected = stack.selectedBy(service);
      for (const workload of stack.behind(service)) behind.add(workload.urn);
      if (!skipsWait(service)) return;
      // A later flip away from adopted pods is for flip-before-shrink to judge: then another color is selected.
      const undrained = selected.filter((workload) => !drains(workload) && !stack.isAdopted(workload));
      if (fastFlip && undrained.length === 0 && selected.length > 0) return;
      const blamed = fastFlip ? undrained.map(({ title }) => title).join(", ") : "";
      const problem = `skips the wait in which old pods drain${blamed && `, and ${blamed} has no preStop hook`}`;
      const remedy = blamed
        ? "add a preStop hook to every container, or remove the annotation"
        : "remove the annotation";
      reporter.report({ ...placeIn(service), problem, remedy });
    });
    const workloads = stack.workloads.filter(({ urn }) => behind.has(urn));
    reporter.forEach(workloads, (workload) => {
      if (!skipsWait(workload)) return;
      const problem =
        "lets traffic move to pods that are not ready, and makes a failed rollout look successful";
      reporter.report({ ...placeIn(workload), problem, remedy: "remove the annotation" });
    });
  },
});

function skipsWait({ annotations }: KubernetesObject): boolean {
  return requireKnown(requireKnown(annotations)[SKIP]) === "true";
}

function placeIn({ title, urn }: KubernetesObject) {
  return { title, urn, path: `metadata.annotations[${JSON.stringify(SKIP)}]`, value: "true" };
}
