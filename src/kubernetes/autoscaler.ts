import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { Bounds } from "../contract/outputs.js";

/** Lets a HorizontalPodAutoscaler decide how many pods carry the load. */
export interface AutoscalingArgs {
  /**
   * Fewest pods that carry the full load: a whole number from 1 to `maxReplicas`. What `replicas` promises without
   * autoscaling, this promises with it. Default: `replicas`.
   */
  minReplicas?: number;
  /** Most pods that carry the full load: a whole number from `minReplicas`. Required. */
  maxReplicas: number;
  /**
   * What is measured, the same for every side. Default: Kubernetes' own, 80 % of the CPU that the containers request.
   * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
   */
  metrics?: Input<Input<input.autoscaling.v2.MetricSpec>[]>;
  /** How fast a side may grow and shrink. Default: Kubernetes' own, at once and after five quiet minutes. */
  behavior?: Input<input.autoscaling.v2.HorizontalPodAutoscalerBehavior>;
}

/** The autoscaling of a whole workload, without faults. */
export interface CheckedAutoscaling {
  /** Fewest and most pods that carry the full load. */
  readonly bounds: Bounds;
  readonly metrics?: Input<Input<input.autoscaling.v2.MetricSpec>[]> | undefined;
  readonly behavior?: Input<input.autoscaling.v2.HorizontalPodAutoscalerBehavior> | undefined;
}

/** The spec of the autoscaler of one Deployment. */
export function autoscalerSpec(
  deployment: string,
  { min, max }: Bounds,
  { metrics, behavior }: CheckedAutoscaling,
): input.autoscaling.v2.HorizontalPodAutoscalerSpec {
  return {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment },
    minReplicas: min,
    maxReplicas: max,
    ...(metrics !== undefined && { metrics }),
    ...(behavior !== undefined && { behavior }),
  };
}
