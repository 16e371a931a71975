import type { KUBE_PROXY_MODES } from "./defaults.js";

// What the components register as their outputs: previews, policies and the release driver read it by these types.

/** Pods that an autoscaler may give a side. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** A weight as whole pods. */
export interface CanaryPlan {
  /** Share of new connections that was asked for, in per cent. */
  readonly weight: number;
  /** Stable pods. */
  readonly stable: number;
  /** Canary pods. */
  readonly canary: number;
  /** Share of new connections the canary gets, in per cent: `100 · canary / (stable + canary)`. */
  readonly achieved: number;
  /** Distance between the achieved share and the asked one, in points. */
  readonly error: number;
  /** Most pods that stand at once on the way here from weight 0, the surge of a rolling update not counted. */
  readonly peakPods: number;
  /** The side that is brought to its size, and ready, before the other one changes. It has at least `replicas` pods. */
  readonly first: "stable" | "canary";
  /** Whether `error` is at most `tolerance`. */
  readonly withinTolerance: boolean;
  /**
   * With autoscaling, the pods that each side's autoscaler may choose; `stable`, `canary` and `achieved` are of the fewest
   * then. A side without traffic keeps one pod, which the Service does not select. Undefined without autoscaling.
   */
  readonly bounds?: { readonly stable: Bounds; readonly canary: Bounds };
  /**
   * With autoscaling, the share of new connections in per cent when one side has the fewest pods it may have and the other
   * one the most, and the other way round. With equal load on every pod both grow alike, and the share stays near
   * `achieved`. Undefined without autoscaling.
   */
  readonly achievedRange?: { readonly least: number; readonly most: number };
}

/**
 * How the weight becomes a share.
 *
 * - `replicas`: two Deployments behind one Service, the ratio of their pods is the share.
 * - `hold`: one Deployment whose rolling update is held with the canary's pods beside the old ones, so that at most half of
 *   the connections go to it. While it is held the weight can only rise or go back to 0, and the stable version must stay;
 *   from weight 100 it can only go back to 0. The first deploy must be at weight 0: there is no older version to hold back.
 *   A canary that does not start fails after `timeout` without naming the reason. Change `replicas` together with weight 0
 *   or 100: at any other, Kubernetes scales both versions in proportion, and where that rounds to more canary pods than
 *   planned, `up` fails after `timeout`, with all pods serving; weight 0 mends it. No preview can know of it, because it
 *   depends on the size before.
 * - `route`: two Services and a Gateway API route with exact weights, see `route`. Both sides stand at full size.
 */
export type CanaryMethodName = "replicas" | "hold" | "route";

/** What a CanaryDeployment registers. */
export interface CanaryDeploymentOutputs {
  readonly plan: CanaryPlan;
  readonly serviceName: string;
  readonly method: CanaryMethodName;
  readonly stableName: string;
  readonly stableVersion: string;
  /** Absent without `canary`. */
  readonly canaryVersion?: string;
  /** Absent without `canary`, and with method `hold`. */
  readonly canaryName?: string;
  /** Absent unless the method is `route`. */
  readonly routeName?: string;
}

/** What a BlueGreenService registers. */
export interface BlueGreenServiceOutputs {
  readonly activeColor: string;
  readonly serviceName: string;
  readonly routeName?: string;
  readonly previewServiceName?: string;
  readonly previewColor?: string;
  /** By color. */
  readonly colors: Readonly<Record<string, ColorOutputs>>;
}

/** What a BlueGreenService registers of one color. */
export interface ColorOutputs {
  /** Name of its Deployment. */
  readonly deployment: string;
  readonly version: string;
  /** Its pods; with autoscaling the fewest. */
  readonly replicas: number;
  /** Absent without autoscaling. */
  readonly maxReplicas?: number;
}

/** What a KubeProxyConfig registers. */
export interface KubeProxyConfigOutputs {
  readonly mode: (typeof KUBE_PROXY_MODES)[number];
  /** Absent in other modes than ipvs. */
  readonly scheduler?: string;
  readonly namespace: string;
  readonly configMapName: string;
  readonly configMapKey: string;
  /** Absent when only a ConfigMap is created. */
  readonly daemonSetName?: string;
  readonly fallbackMode?: string;
  readonly configHash: string;
}
