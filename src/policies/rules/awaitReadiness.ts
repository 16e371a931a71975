import { PROVIDER_ANNOTATIONS } from "../../contract/names.js";
import type { WorkloadFacts } from "../facts/objects.js";
import { getPath, requireKnown } from "../facts/unknown.js";
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
  check(stack, { fastFlip }, report) {
    const behind = new Set<string>();
    for (const service of stack.services) {
      report.part(() => {
        const selected = stack.selectedBy(service);
        for (const workload of [...selected, ...stack.alternativesTo(service)]) behind.add(workload.urn);
        if (!skips(service.annotations)) return;
        const undrained = selected.filter((workload) => !drains(workload));
        if (fastFlip && undrained.length === 0 && selected.length > 0) return;
        const who = undrained.map(({ title }) => title).join(", ");
        const problem = fastFlip
          ? `skips the wait that lets old pods drain, and ${who || "no workload here"} has no preStop`
          : "skips the wait that lets old pods drain";
        const remedy = fastFlip ? "add a preStop to every container, or remove the annotation" : "remove it";
        report.object({ ...place(service), problem, remedy });
      }, service.title);
    }
    for (const workload of stack.workloads.filter(({ urn }) => behind.has(urn))) {
      report.part(() => {
        if (!skips(workload.annotations)) return;
        const problem =
          "lets traffic move to pods that are not ready, and reports a broken rollout as a success";
        report.object({ ...place(workload), problem, remedy: "remove it" });
      }, workload.title);
    }
  },
});

function skips(annotations: WorkloadFacts["annotations"]): boolean {
  return requireKnown(getPath(requireKnown(annotations), SKIP)) === "true";
}

function drains(workload: WorkloadFacts): boolean {
  return workload.containers.every(({ init, preStopSeconds }) => init || requireKnown(preStopSeconds) !== 0);
}

function place({ title, urn }: { title: string; urn: string }) {
  return { title, urn, path: `metadata.annotations[${JSON.stringify(SKIP)}]`, value: "true" };
}
