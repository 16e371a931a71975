import { PROVIDER_ANNOTATIONS } from "../../contract/names.js";
import type { KubernetesObject } from "../facts/objects.js";
import { requireKnown } from "../facts/unknown.js";
import { drains } from "../facts/workloads.js";
import { flagLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";

const SKIP = PROVIDER_ANNOTATIONS.skipAwait;

/**
 * Nothing goes on before what it waits for is ready. A Service is the exception: its wait is only a drain window of some
 * ten seconds, so a flip may skip it when every pod drains by itself.
 */
export const awaitReadiness = stackPolicy({
  name: "await-readiness",
  description:
    "No pulumi.com/skipAwait on what carries traffic, but on a Service whose pods drain themselves.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Remove the annotation. For a fast flip set it on the Service alone, and a preStop on every container.",
  url: "https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/#pulumicomskipawait",
  limits: {
    fastFlip: flagLimit("Whether a Service whose pods all have a preStop may skip its wait.", true),
  },
  check(stack, { fastFlip }, reporter) {
    const behind = new Set<string>();
    reporter.forEach(stack.services, (service) => {
      const selected = stack.selectedBy(service);
      for (const workload of [...selected, ...stack.alternativesTo(service)]) behind.add(workload.urn);
      if (!skipsWait(service)) return;
      const undrained = selected.filter((workload) => !drains(workload));
      if (fastFlip && undrained.length === 0 && selected.length > 0) return;
      const who = undrained.map(({ title }) => title).join(", ");
      const problem = fastFlip
        ? `skips the wait that lets old pods drain, and ${who || "no workload here"} has no preStop`
        : "skips the wait that lets old pods drain";
      const remedy = fastFlip ? "add a preStop to every container, or remove the annotation" : "remove it";
      reporter.report({ ...placeIn(service), problem, remedy });
    });
    const workloads = stack.workloads.filter(({ urn }) => behind.has(urn));
    reporter.forEach(workloads, (workload) => {
      if (!skipsWait(workload)) return;
      const problem =
        "lets traffic move to pods that are not ready, and reports a broken rollout as a success";
      reporter.report({ ...placeIn(workload), problem, remedy: "remove it" });
    });
  },
});

function skipsWait({ annotations }: KubernetesObject): boolean {
  return requireKnown(requireKnown(annotations)[SKIP]) === "true";
}

function placeIn({ title, urn }: KubernetesObject) {
  return { title, urn, path: `metadata.annotations[${JSON.stringify(SKIP)}]`, value: "true" };
}
