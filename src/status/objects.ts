import type { LiveDeployment, LiveEvent, LiveMetadata, LivePod } from "../cluster/objects.js";

/** Labels of an object, or those that a selector matches. */
export type LabelMap = Readonly<Record<string, string>>;

/** An object of a list. */
export interface ListedObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: LabelMap;
    readonly annotations?: LabelMap;
  };
}

/** A Deployment, with the fields that a release moves. */
export interface ListedDeployment extends ListedObject, Pick<LiveDeployment, "status"> {
  readonly spec: {
    readonly replicas?: number;
    readonly minReadySeconds?: number;
    readonly selector: { readonly matchLabels?: LabelMap };
    readonly strategy?: { readonly rollingUpdate?: { readonly maxSurge?: number | string } };
    readonly template: { readonly metadata?: { readonly labels?: LabelMap } };
  };
}

/** A pod. */
export interface ListedPod extends Omit<LivePod, "metadata"> {
  readonly metadata?: Omit<LiveMetadata, "ownerReferences"> & {
    readonly ownerReferences?: readonly {
      readonly uid?: string;
      readonly kind?: string;
      readonly name?: string;
    }[];
  };
}

/** A Service. */
export interface ListedService extends ListedObject {
  readonly spec: {
    readonly type?: string;
    readonly selector?: LabelMap;
    readonly ports?: readonly { readonly port: number; readonly nodePort?: number }[];
  };
}

/** A part of the endpoints of a Service. */
export interface ListedEndpointSlice extends ListedObject {
  readonly endpoints?:
    | readonly {
        readonly conditions?: { readonly ready?: boolean };
        readonly targetRef?: { readonly kind?: string; readonly name?: string };
        readonly addresses?: readonly string[];
      }[]
    | null;
}

/** An autoscaler. */
export interface ListedAutoscaler extends ListedObject {
  readonly spec: {
    readonly minReplicas?: number;
    readonly maxReplicas: number;
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  };
}

/** A Gateway API route of any kind. A list of them does not name the kind of its items, so the reader adds it. */
export interface ListedRoute extends ListedObject {
  readonly kind: string;
  readonly spec: {
    readonly rules?: readonly {
      readonly backendRefs?: readonly { readonly name: string; readonly weight?: number }[];
    }[];
  };
}

/** An event about a pod. */
export interface PodEvent extends LiveEvent {
  readonly involvedObject?: { readonly name?: string };
}

/** True if a selector matches these labels. A Service without a selector selects nothing. */
export function selects(selector: LabelMap | undefined, labels: LabelMap | undefined): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}
