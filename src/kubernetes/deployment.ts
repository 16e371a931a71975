import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { LabelSelector } from "./labels.js";

type Spec = input.apps.v1.DeploymentSpec;

/** The fields that decide how a Deployment rolls out. */
export type RolloutSpec = Pick<Spec, "minReadySeconds" | "progressDeadlineSeconds" | "strategy">;

/**
 * The spec of one Deployment. By default a new pod is ready before an old one ends (surge 1, none unavailable), and the
 * progress deadline ends before `timeout`, so that the error of a rollout that hangs carries its reason.
 */
export function deploymentSpec(deployment: {
  readonly replicas: number;
  readonly selector: LabelSelector;
  readonly template: Input<input.core.v1.PodTemplateSpec>;
  readonly timeout: number;
  readonly rollout?: RolloutSpec | undefined;
}): Spec {
  return {
    replicas: deployment.replicas,
    progressDeadlineSeconds: Math.floor(deployment.timeout * 0.8),
    selector: { matchLabels: deployment.selector },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: deployment.template,
    ...deployment.rollout,
  };
}
