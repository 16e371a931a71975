import type { ResourceValidationArgs } from "@pulumi/policy";
import { DEFAULT_DRAIN_SECONDS, KUBERNETES_GRACE_SECONDS } from "../../contract/defaults.js";
import { PROVIDER_ANNOTATIONS } from "../../contract/names.js";
import { madeBy } from "../facts/components.js";
import { getPath, requireKnown } from "../facts/unknown.js";
import { type WorkloadFacts, workloadIn } from "../facts/workloads.js";
import { wholeLimit } from "../framework/limits.js";
import { stackPolicy } from "../framework/policy.js";
import { known, podSpecOf, withContainers } from "../framework/remediation.js";
import type { Reporter } from "../framework/reporter.js";

const DRAINED = ["Deployment", "StatefulSet", "ReplicaSet", "DaemonSet"];

/** Makes a pod serve until no node sends it new connections, with time left to finish the open ones. */
export const drainBeforeKill = stackPolicy({
  name: "drain-before-kill",
  description:
    "A pod behind a Service has a preStop hook of the drain's length in each container, and a longer grace period.",
  enforcementLevel: "mandatory",
  severity: "high",
  remediationSteps:
    "Add lifecycle.preStop.sleep to each container, and set a longer terminationGracePeriodSeconds. The level " +
    '"remediate" does both for every workload, because it does not see the Services. It keeps existing preStop hooks.',
  url: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/",
  limits: {
    seconds: wholeLimit("Minimum length of a preStop sleep, in seconds.", DEFAULT_DRAIN_SECONDS, {
      minimum: 1,
      maximum: 3600,
    }),
  },
  check(stack, { seconds }, reporter) {
    const behind = new Set<WorkloadFacts>();
    reporter.forEach(stack.services, (service) => {
      for (const workload of stack.behind(service)) behind.add(workload);
    });
    const judged = stack.workloads.filter(
      (workload) => behind.has(workload) && DRAINED.includes(workload.kind) && !stack.isAdopted(workload),
    );
    for (const workload of judged) {
      checkHooks(workload, seconds, reporter);
      reporter.attempt(() => checkGrace(workload, reporter), workload.title);
    }
  },
  remediate(resource, { seconds }) {
    if (!mayRemediate(resource)) return undefined;
    const drained = withContainers(resource, ({ lifecycle }) => {
      const hooks = (lifecycle ?? {}) as Record<string, unknown>;
      return hooks.preStop ? undefined : { lifecycle: { ...hooks, preStop: { sleep: { seconds } } } };
    });
    return extendGrace(resource) ?? drained;
  },
});

/** Reports app containers without a drain. Sidecars need none: Kubernetes ends them after the app containers. */
function checkHooks({ title, urn, containers }: WorkloadFacts, seconds: number, reporter: Reporter): void {
  for (const { path, preStopSeconds } of containers.filter(({ role }) => role === "app")) {
    reporter.attempt(() => {
      const drain = requireKnown(preStopSeconds);
      if (drain === undefined || drain >= seconds) return; // the length of another hook than sleep is not known
      const problem =
        drain === 0
          ? "is missing, so nodes still send connections to a pod that has stopped"
          : `sleeps ${drain} s, less than the ${seconds} s in which nodes stop sending connections`;
      const remedy = `set { sleep: { seconds: ${seconds} } }`;
      reporter.report({ title, urn, path: `${path}.lifecycle.preStop`, problem, remedy });
    }, title);
  }
}

function checkGrace(workload: WorkloadFacts, reporter: Reporter): void {
  const [grace, longest] = [graceOf(workload), longestDrain(workload)];
  if (longest === 0 || grace > longest) return;
  reporter.report({
    title: workload.title,
    urn: workload.urn,
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
    const longest = longestDrain(workload);
    if (graceOf(workload) > longest) return undefined;
    spec.terminationGracePeriodSeconds = KUBERNETES_GRACE_SECONDS + longest;
    return resource.props;
  });
}

function graceOf({ grace }: WorkloadFacts): number {
  return requireKnown(grace) ?? KUBERNETES_GRACE_SECONDS;
}

function longestDrain({ containers }: WorkloadFacts): number {
  return Math.max(0, ...containers.map(({ preStopSeconds }) => requireKnown(preStopSeconds) ?? 0));
}

/**
 * Reports whether a resource gets a drain: every workload, because a Service may select it that is registered later. The
 * pods of kube-proxy get no connections. Adopted pods would restart for a hook, which an adoption avoids; a single
 * resource shows them only by the annotation of objects that another tool may have made.
 */
function mayRemediate(resource: ResourceValidationArgs): boolean {
  const workload = workloadIn(resource);
  if (!workload || !DRAINED.includes(workload.kind)) return false;
  const maker = madeBy(resource);
  const force = getPath(workload.value, "metadata", "annotations", PROVIDER_ANNOTATIONS.patchForce);
  return maker !== "KubeProxyConfig" && !(maker !== undefined && force === "true");
}
