import type { input } from "@pulumi/kubernetes/types";
import { type Input, type Output, output } from "@pulumi/pulumi";
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
   * Whether a step that moves traffic guarantees the live size instead of `minReplicas`, where the live size is larger: the
   * pods that serve at that moment, at most `maxReplicas`. `up` then reads the cluster, also in a preview. The next `up` that
   * moves no traffic returns to `minReplicas`. Use it to flip, step or abort at a peak. `up` fails, and changes nothing, if it
   * cannot read the cluster: it needs kubectl or the package `@kubernetes/client-node`, and permission to get Services and
   * routes and to list Deployments and HorizontalPodAutoscalers. No effect with a provider that renders YAML. Default: false.
   */
  matchLiveSize?: boolean;
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
  /** The minimum of this step, in place of that of `bounds`. Undefined without `matchLiveSize`. */
  readonly liveFloor: LiveFloor | undefined;
  readonly metrics?: Input<Input<input.autoscaling.v2.MetricSpec>[]> | undefined;
  readonly behavior?: Input<input.autoscaling.v2.HorizontalPodAutoscalerBehavior> | undefined;
}

/** The bounds of a side in this step. Its minimum may be known only when the cluster has been read. */
export interface StepBounds {
  readonly min: Input<number>;
  readonly max: number;
}

/** The minimum number of pods in this step, which is known only when the cluster has been read. */
export class LiveFloor {
  readonly pods: Output<number>;
  /** Decides it. Everything that is built with it waits until then. */
  readonly settle: (pods: Input<number>) => void;

  constructor() {
    let settle: LiveFloor["settle"] = () => {};
    const settled = new Promise<Input<number>>((resolve) => {
      settle = resolve;
    });
    this.pods = output(settled);
    this.settle = settle;
  }
}

/** The minimum number of pods that carry the full load in this step. */
export function floorOf({ bounds, liveFloor }: CheckedAutoscaling): Input<number> {
  return liveFloor?.pods ?? bounds.min;
}

/** The spec of the autoscaler of one Deployment. */
export function autoscalerSpec(
  deployment: string,
  { min, max }: StepBounds,
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
