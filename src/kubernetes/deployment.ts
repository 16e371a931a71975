import type { input } from "@pulumi/kubernetes/types";
import type { CustomTimeouts, Input } from "@pulumi/pulumi";
import { ANNOTATIONS, PROVIDER_ANNOTATIONS } from "../contract/names.js";
import { checkWhole } from "../diagnostics/checks.js";
import type { Problems } from "../diagnostics/problems.js";

/**
 * Annotation of an object that another tool may have made: Pulumi takes the fields that it sets over from that tool. Without
 * it, the API server refuses the first change of any of them as a conflict, defaults of the tool's own time included.
 */
export const TAKE_OVER = { [PROVIDER_ANNOTATIONS.patchForce]: "true" };

/** Refuses a wait that is too short for any rollout, or longer than a day. */
export function checkTimeout(problems: Problems, timeout: unknown): void {
  checkWhole(problems, "timeout", timeout, { min: 10, max: 86_400 });
}

/**
 * The provider's wait for one object. It would be ten minutes, and a rollout that has failed waits to its end.
 */
export function timeouts(timeout: number): CustomTimeouts {
  return { create: `${timeout}s`, update: `${timeout}s` };
}

/**
 * Annotations that make `up` go on only when the pods of this write are ready: none of an older version is left, `updated`
 * ones are of this version, and all are ready.
 *
 * The provider's own wait begins with a list that can be older than its write when the API server is busy, and the
 * Deployment as it was then looks rolled out. Measured, it ended within a second, and a flip to a colour that was to grow
 * from 0 found no pod. Its diagnosis of a pod that does not start is what this gives up.
 */
export function awaitPods(version: string, pods: { updated: number; all: number }): Record<string, string> {
  if (pods.all === 0) return { [ANNOTATIONS.version]: version };
  return awaitWritten(version, [
    `jsonpath={.status.replicas}=${pods.all}`,
    `jsonpath={.status.updatedReplicas}=${pods.updated}`,
    `jsonpath={.status.readyReplicas}=${pods.all}`,
  ]);
}

/** Annotations that make `up` go on only when it sees its own write of a version, of which the conditions are true. */
export function awaitWritten(version: string, conditions: readonly string[]): Record<string, string> {
  const written = `jsonpath={.metadata.annotations['${ANNOTATIONS.version}']}=${version}`;
  return {
    [ANNOTATIONS.version]: version,
    [PROVIDER_ANNOTATIONS.waitFor]: JSON.stringify([written, ...conditions]),
  };
}

/**
 * The spec of one side's Deployment.
 *
 * A new pod is ready before an old one goes (surge 1, none unavailable). The progress deadline ends before `timeout`, so
 * that the error of a rollout that hangs carries its reason.
 */
export function deploymentSpec(side: {
  readonly replicas: number;
  readonly selector: Readonly<Record<string, string>>;
  readonly template: Input<input.core.v1.PodTemplateSpec>;
  readonly timeout: number;
}): input.apps.v1.DeploymentSpec {
  return {
    replicas: side.replicas,
    progressDeadlineSeconds: Math.floor(side.timeout * 0.8),
    selector: { matchLabels: side.selector },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: side.template,
  };
}
