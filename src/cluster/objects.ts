// The parts of live objects that are read. Every field may be missing: an object may be new, or of another version.

/** What every object has. */
export interface LiveMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly uid?: string }[];
  readonly creationTimestamp?: string;
  /** When it is to be gone: the request to delete it, and its grace period. */
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
}

/** A condition of a Deployment, a ReplicaSet or a pod. */
export interface LiveCondition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
}

/** The end of a container. */
export interface LiveTerminated {
  readonly exitCode?: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly finishedAt?: string | null;
}

/** The state of one container. */
export interface LiveContainerStatus {
  readonly name?: string;
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restartCount?: number;
  readonly image?: string;
  readonly state?: LiveContainerState;
  readonly lastState?: LiveContainerState;
}

/** What a container does, or did before its restart. */
export interface LiveContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: object;
  readonly terminated?: LiveTerminated;
}

/** A container as its pod asks for it. */
export interface LiveContainer {
  readonly name?: string;
  readonly image?: string;
  /** `Always` makes a sidecar of an init container. */
  readonly restartPolicy?: string;
}

/** A live pod. */
export interface LivePod {
  readonly metadata?: LiveMetadata;
  readonly spec?: {
    readonly nodeName?: string;
    readonly containers?: readonly LiveContainer[];
    readonly initContainers?: readonly LiveContainer[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly LiveCondition[];
    readonly initContainerStatuses?: readonly LiveContainerStatus[];
    readonly containerStatuses?: readonly LiveContainerStatus[];
  };
}

/** A live ReplicaSet. */
export interface LiveReplicaSet {
  readonly metadata?: LiveMetadata;
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly conditions?: readonly LiveCondition[] };
}

/** A live Deployment. */
export interface LiveDeployment {
  readonly metadata?: LiveMetadata;
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly LiveCondition[];
  };
}

/** A live event about a pod. */
export interface LiveEvent {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly metadata?: LiveMetadata;
}

/** A condition of a list by its type. */
export function conditionOf(
  conditions: readonly LiveCondition[] | undefined,
  type: string,
): LiveCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}
