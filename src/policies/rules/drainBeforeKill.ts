import type { ResourceValidationArgs } from "@pulumi/policy";
import { DEFAULT_DRAIN_SECONDS, KUBERNETES_GRACE_SECONDS } from "../../contract/defaults.js";
import { madeBy } from "../facts/components.js";
import { requireKnown } from "../facts/unknown.js";
import { type WorkloadFacts, workloadIn } from "../facts/workloads.js";
import { wholeLimit } from "../framework/limits.js";
import { resourcePolicy } from "../framework/policy.js";
import { known, podSpecOf, withContainers } from "../framework/remediation.js";
import type { Reporter } from "../framework/reporter.js";

const DRAINED = ["Deployment", "StatefulSet", "ReplicaSet", "DaemonSet"];

/** Makes a pod serve until no node sends it new connections, with time left to finish the open ones. */
export const drainBeforeKill = resourcePolicy({
  name: "drain-before-kill",
  description:
    "A pod that gets connections has a preStop hook of the drain's length, and a longer grace period.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Add lifecycle.preStop.sleep to each container, and set a longer terminationGracePeriodSeconds. The level " +
    '"remediate" does both, and keeps existing preStop hooks.',
  url: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/",
  limits: {
    seconds: wholeLimit("Minimum length of a preStop sleep, in seconds.", DEFAULT_DRAIN_SECONDS, {
      minimum: 1,
      maximum: 3600,
    }),
  },
  check(resource, { seconds }, reporter) {
    const workload = workloadIn(resource);
    if (!workload || !serves(workload, resource)) return;
    let longest = 0;
    for (const container of workload.containers.filter(({ init }) => !init)) {
      reporter.attempt(() => {
        const drain = requireKnown(container.preStopSeconds);
        longest = Math.max(longest, drain ?? 0);
        if (drain === undefined || drain >= seconds) return; // the length of another hook than sleep is not known
        const problem =
          drain === 0
            ? "is missing, so nodes still send connections to a pod that has stopped"
            : `sleeps ${drain} s, less than the ${seconds} s in which nodes stop sending connections`;
        reporter.report({
          title: workload.title,
          path: `${container.path}.lifecycle.preStop`,
          problem,
          remedy: `set { sleep: { seconds: ${seconds} } }`,
        });
      });
    }
    reporter.attempt(() => checkGrace(workload, longest, reporter));
  },
  remediate(resource, { seconds }) {
    const workload = workloadIn(resource);
    if (!workload || !serves(workload, resource)) return undefined;
    const drained = withContainers(resource, ({ lifecycle }) => {
      const hooks = (lifecycle ?? {}) as Record<string, unknown>;
      return hooks.preStop ? undefined : { lifecycle: { ...hooks, preStop: { sleep: { seconds } } } };
    });
    return extendGrace(resource) ?? drained;
  },
});

function checkGrace(workload: WorkloadFacts, longest: number, reporter: Reporter): void {
  const grace = requireKnown(workload.grace) ?? KUBERNETES_GRACE_SECONDS;
  if (longest === 0 || grace > longest) return;
  reporter.report({
    title: workload.title,
    path: `${workload.path}.spec.terminationGracePeriodSeconds`,
    value: grace,
    problem: `is not above the preStop of ${longest} s, so pods are killed while they drain`,
    remedy: `set at least ${KUBERNETES_GRACE_SECONDS + longest}`,
  });
}

/** Extends a grace period that ends during the drain. The app needs the rest of it to finish its requests. */
function extendGrace(resource: ResourceValidationArgs): Record<string, unknown> | undefined {
  const spec = podSpecOf(resource);
  const workload = workloadIn(resource); // with the preStop hooks that were just added
  if (!spec || !workload) return undefined;
  return known(() => {
    const longest = Math.max(
      0,
      ...workload.containers.map((container) => requireKnown(container.preStopSeconds) ?? 0),
    );
    if ((requireKnown(workload.grace) ?? KUBERNETES_GRACE_SECONDS) > longest) return undefined;
    spec.terminationGracePeriodSeconds = KUBERNETES_GRACE_SECONDS + longest;
    return resource.props;
  });
}

/**
 * Reports whether the pods get connections: a container has a port or a readiness probe, or one of our
 * components made the workload. No Service selects the pods of kube-proxy.
 */
function serves(workload: WorkloadFacts, resource: ResourceValidationArgs): boolean {
  if (!DRAINED.includes(workload.kind)) return false;
  const maker = madeBy(resource);
  return (
    (maker !== undefined && maker !== "KubeProxyConfig") ||
    workload.containers.some(({ init, hasPorts, probed }) => !init && (hasPorts || probed === true))
  );
}
