import type { CanaryMethodName } from "../contract/outputs.js";

/** What a stack and its cluster look like now. `--json` prints it unchanged. */
export interface Status {
  /** The cluster, as messages name it. */
  readonly cluster: string;
  /** The namespaces that were read; `all` with --all-namespaces. */
  readonly namespaces: readonly string[] | "all";
  /** The stack whose program was run. Absent without a project, and if its program cannot be run. */
  readonly stack?: string | undefined;
  readonly components: readonly ComponentStatus[];
  /** Absent where kube-proxy's configuration is not in a ConfigMap that is known. */
  readonly kubeProxy?: KubeProxyStatus | undefined;
  /** What limits this status, one sentence each. */
  readonly notes: readonly string[];
  /** What could not be read, and why. */
  readonly unread: readonly Unread[];
}

/** Something that could not be read. */
export interface Unread {
  /** `pods in namespace shop`. */
  readonly what: string;
  readonly reason: string;
}

/** A CanaryDeployment or BlueGreenService. */
export interface ComponentStatus {
  readonly component: "CanaryDeployment" | "BlueGreenService";
  readonly name: string;
  readonly namespace: string;
  /** False for a component of the program that is not in the cluster. */
  readonly exists: boolean;
  /** How the weight becomes a share, as far as the objects show it. Absent for a BlueGreenService. */
  readonly method?: CanaryMethodName | undefined;
  /** Absent for a BlueGreenService. */
  readonly share?: ShareStatus | undefined;
  /** Absent for a CanaryDeployment. */
  readonly color?: ColorStatus | undefined;
  readonly sides: readonly SideStatus[];
  /** Absent if Services cannot be read. */
  readonly services?: readonly ServiceStatus[] | undefined;
  readonly routes: readonly RouteStatus[];
  /** What the next `up` changes. Absent without a program. */
  readonly changes?: readonly Change[] | undefined;
}

/** The share of new connections that the canary gets, in percent. */
export interface ShareStatus {
  /** The weight in the configuration. Absent without a program. */
  readonly asked?: number | undefined;
  /** The share that the planned pods give. Absent without a program. */
  readonly achieved?: number | undefined;
  /** The share that the sizes of the Deployments, or the weights of the route, give. Absent without pods. */
  readonly sized?: number | undefined;
  /** The share of the ready endpoints, or of the route. Absent if no endpoint is ready, or endpoints cannot be read. */
  readonly present?: number | undefined;
}

/** Which color gets the connections. */
export interface ColorStatus {
  /** The active color in the configuration. Absent without a program. */
  readonly asked?: string | undefined;
  /** The color that the Service or the route sends to. Absent if none does. */
  readonly present?: string | undefined;
}

/** One side of a canary, or one color. */
export interface SideStatus {
  /** `stable`, `canary`, or a color. */
  readonly side: string;
  readonly version?: string | undefined;
  /** Name of the Deployment. */
  readonly deployment: string;
  /** Pods that the Deployment asks for. */
  readonly replicas: number;
  /** Ready pods. Absent if pods cannot be read. */
  readonly ready?: number | undefined;
  /** Bounds of the autoscaler. Absent without one. */
  readonly autoscaler?: { readonly min: number; readonly max: number } | undefined;
  /** Why the Deployment as a whole does not get its pods. */
  readonly problems: readonly string[];
  /** The pods, those that are not ready first. */
  readonly pods: readonly PodStatus[];
}

/** A pod. */
export interface PodStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly node?: string | undefined;
  /** Its version, if that is not the version of its side: while an update replaces pods. */
  readonly version?: string | undefined;
  /** Why it is not ready. Absent for a ready pod. */
  readonly reason?: string | undefined;
}

/** A Service, and the sides that it selects. */
export interface ServiceStatus {
  readonly name: string;
  /** `ClusterIP`, `NodePort`, … */
  readonly type: string;
  readonly ports: readonly string[];
  /** The sides that its selector matches. */
  readonly selects: readonly string[];
  /** Ready endpoints by side. Absent if endpoints cannot be read. */
  readonly ready?: Readonly<Record<string, number>> | undefined;
  /** Ready endpoints that belong to no side. */
  readonly others: number;
}

/** A Gateway API route. */
export interface RouteStatus {
  readonly kind: string;
  readonly name: string;
  readonly backends: readonly {
    readonly service: string;
    readonly weight: number;
    /** The side behind the Service. Absent if it is not a Service of the component. */
    readonly side?: string | undefined;
    /** Ready endpoints of the Service. Absent if they cannot be read. */
    readonly ready?: number | undefined;
  }[];
}

/** One object that the next `up` creates, changes or deletes. */
export interface Change {
  readonly change: "create" | "change" | "delete";
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly FieldDifference[];
}

/** A field that differs between the cluster and the program. */
export interface FieldDifference {
  readonly field: string;
  readonly live: string;
  readonly planned: string;
}

/** kube-proxy's mode. */
export interface KubeProxyStatus {
  /** The mode in the ConfigMap. */
  readonly configured: string;
  /** `kube-system/kube-proxy`. */
  readonly configMap: string;
  /** The mode in the program, if a KubeProxyConfig sets another one. */
  readonly planned?: string | undefined;
  readonly nodes: readonly {
    readonly node: string;
    readonly mode: string;
    /** Where the mode comes from: the kube-proxy of the node, or only the ConfigMap. */
    readonly source: "node" | "config";
  }[];
  /** Why the nodes themselves were not asked. */
  readonly note?: string | undefined;
}
