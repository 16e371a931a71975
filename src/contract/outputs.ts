import type { KUBE_PROXY_MODES } from "./defaults.js";

// What the components register as their outputs. Previews, policies and the release driver read it by these types.

/** Minimum and maximum number of pods that an autoscaler may give a side. */
export interface Bounds {
  /** Fewest pods. */
  readonly min: number;
  /** Most pods. */
  readonly max: number;
}

/** A weight as whole pods. */
export interface CanaryPlan {
  /** Requested share of new connections, in percent. */
  readonly weight: number;
  /** Stable pods. */
  readonly stable: number;
  /** Canary pods. */
  readonly canary: number;
  /** Share of new connections the canary gets, in percent: `100 · canary / (stable + canary)`. */
  readonly achieved: number;
  /** Difference between the achieved share and the requested one, in points. */
  readonly error: number;
  /** Maximum number of pods that exist at the same time on the way from weight 0, without the surge of a rolling update. */
  readonly peakPods: number;
  /** The side that has its size, and is ready, before the other one changes. It has at least `replicas` pods. */
  readonly first: "stable" | "canary";
  /** Whether `error` is at most `tolerance`. */
  readonly withinTolerance: boolean;
  /**
   * With autoscaling, the pods that each side's autoscaler may choose; `stable`, `canary` and `achieved` then describe the
   * fewest pods. A side without traffic keeps one pod, which the Service does not select. Undefined without autoscaling.
   */
  readonly bounds?: { readonly stable: Bounds; readonly canary: Bounds };
  /**
   * With autoscaling, the smallest and largest share of new connections, in percent: one side has the fewest pods that its
   * bounds allow, and the other one the most. Under equal load on every pod, both sides scale equally, and the share stays
   * near `achieved`. Undefined without autoscaling.
   */
  readonly achievedRange?: { readonly least: number; readonly most: number };
}

/**
 * How the weight becomes a share.
 *
 * - `replicas`: two Deployments behind one Service. The ratio of their pods is the share.
 * - `hold`: one Deployment, whose rolling update stops while the canary's pods run next to the old ones. At most half of the
 *   connections go to the canary. While the update is held, the weight can only rise or return to 0, and the stable version
 *   must not change; from weight 100 it can only return to 0. The first deployment must have weight 0, because there is no
 *   older version to hold back. When the canary does not start, `up` fails after `timeout`. Change `replicas` only
 *   together with weight 0 or 100: at any other weight, Kubernetes scales both versions in proportion. Where that rounds to
 *   more canary pods than planned, `up` fails after `timeout` while all pods serve; weight 0 fixes it. A preview cannot detect
 *   this, because it depends on the size before.
 * - `route`: two Services and a Gateway API route with exact weights, see `route`. Both sides run at full size.
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
  /** Names of the Deployments that existed before, whose pods keep their template. Absent without any. */
  readonly adopted?: readonly string[];
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
  /** Names of the Deployments that existed before, whose pods keep their template. Absent without any. */
  readonly adopted?: readonly string[];
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
