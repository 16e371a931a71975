import type { input } from "@pulumi/kubernetes/types";
import type { Input } from "@pulumi/pulumi";
import type { Bounds } from "../contract/outputs.js";

/** Lets a HorizontalPodAutoscaler choose the number of pods. */
export interface AutoscalingArgs {
  /**
   * Minimum number of pods that carry the full load: a whole number from 1 to `maxReplicas`. Every step guarantees this
   * number of ready pods (without autoscaling, `replicas`). Default: `replicas`.
   */
  minReplicas?: number;
  /** Maximum number of pods that carry the full load: a whole number from `minReplicas`. Required. */
  maxReplicas: number;
  /**
   * The metrics, the same for every side. Default: the one of Kubernetes, 80 % of the CPU that the containers request.
   * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
   */
  metrics?: Input<Input<input.autoscaling.v2.MetricSpec>[]>;
  /** How fast a side grows and shrinks. Default: as in Kubernetes, it grows at once and shrinks after five minutes. */
  behavior?: Input<input.autoscaling.v2.HorizontalPodAutoscalerBehavior>;
}

/** Checked autoscaling arguments. */
export interface CheckedAutoscaling {
  /** Minimum and maximum number of pods that carry the full load. */
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
