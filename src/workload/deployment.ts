import type { input } from "@pulumi/kubernetes/types";
import type { CustomTimeouts, Input } from "@pulumi/pulumi";
import { checkWhole } from "../problems/checks.js";
import type { Problems } from "../problems/problems.js";

/** Pods a Kubernetes cluster is built for: https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
export const MOST_PODS = 150_000;

/** Seconds `up` waits for a Deployment or Service before it gives up, when nothing is said. */
export const DEFAULT_TIMEOUT = 300;

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
