import type { Input } from "@pulumi/pulumi";
import type { CanaryMethodName, CanaryPlan } from "../../contract/outputs.js";
import type { CheckedRoute } from "../../kubernetes/gatewayRoute.js";
import type { LabelSelector } from "../../kubernetes/labels.js";
import type { ResourceSpec } from "../../resources/resourceSpec.js";
import type { CheckedVersion, CheckedWorkload } from "../../workload/check.js";
import type { ClientServices } from "../../workload/objects.js";
import type { PlanCanaryArgs } from "../plan.js";

/** The sides of a canary release. */
export const SIDES = ["stable", "canary"] as const;

/** Name of a side. */
export type Side = (typeof SIDES)[number];

/** How a weight becomes a share: everything that differs from one method to another. */
export interface CanaryMethod {
  /** The pods for a weight, for checked arguments. */
  readonly plan: (args: PlanCanaryArgs) => CanaryPlan;
  /** How arguments other than the method could meet the weight better; undefined where none could. */
  readonly closerShare: (args: PlanCanaryArgs, plan: CanaryPlan) => string | undefined;
  /** The resources of one step. */
  readonly objects: (canary: CheckedCanary) => CanaryObjects;
  /** Whether the share equals the weight for any number of pods and any way in which kube-proxy divides connections. */
  readonly exact: boolean;
  /** Whether a Gateway API route divides the traffic. */
  readonly routed: boolean;
  /** Whether one Deployment, the stable side's, runs both versions. */
  readonly oneDeployment: boolean;
  /** Why the sides cannot be autoscaled; undefined where they can. */
  readonly autoscalingConflict: string | undefined;
}

/** The checked arguments of a canary, with every default filled in. */
export interface CheckedCanary {
  readonly name: string;
  readonly methodName: CanaryMethodName;
  readonly method: CanaryMethod;
  /** Pods that carry the full load. */
  readonly replicas: number;
  readonly plan: CanaryPlan;
  /** `plan` for the pods that this step guarantees, which is known only when the cluster has been read. */
  readonly stepPlan: Input<CanaryPlan>;
  /** The pods that the Deployments begin with; differs from `plan` with autoscaling. */
  readonly initialPlan: CanaryPlan;
  /** Labels by which the Service finds the pods of both sides. */
  readonly selector: LabelSelector;
  readonly workload: CheckedWorkload;
  readonly stable: CheckedVersion;
  readonly canary: CheckedVersion | undefined;
  /** Defined where the method is routed. */
  readonly route: CheckedRoute | undefined;
}

/** The resources of one step of a canary. */
export interface CanaryObjects extends Pick<ClientServices, "service" | "additionalServices"> {
  /** Every resource, each after those that it waits for. */
  readonly specs: readonly ResourceSpec[];
  readonly stable: ResourceSpec<"Deployment">;
  readonly canary?: ResourceSpec<"Deployment"> | undefined;
  readonly route?: ResourceSpec<"Route"> | undefined;
}
