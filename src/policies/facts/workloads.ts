import {
  type KubernetesObject,
  type LabelFacts,
  labelFacts,
  objectOf,
  type ResourceLike,
} from "./objects.js";
import { getPath, isRecord, list, number, requireKnown, text, Unknown } from "./unknown.js";

/** An object that creates pods. */
export interface WorkloadFacts extends KubernetesObject {
  /**
   * The number of pods; the autoscaler's minimum if the stack has one; undefined if something outside the
   * stack decides.
   */
  readonly replicas: number | Unknown | undefined;
  /** The labels by which it finds its pods. */
  readonly selector: LabelFacts | Unknown;
  readonly podLabels: LabelFacts | Unknown;
  /** The path of the pod template: `spec.template`. */
  readonly path: string;
  readonly template: unknown;
  /** `terminationGracePeriodSeconds`. */
  readonly grace: number | Unknown | undefined;
  readonly containers: readonly ContainerFacts[];
}

/** A container of a pod template. */
export interface ContainerFacts {
  readonly name: string;
  /** The path of the container: `spec.template.spec.containers[0]`. */
  readonly path: string;
  /**
   * `init` ends before the other containers start. A `sidecar` is an init container that restarts always: it starts before
   * the `app` containers, and Kubernetes ends it after them.
   */
  readonly role: "app" | "sidecar" | "init";
  readonly image: string | Unknown | undefined;
  readonly imagePullPolicy: string | Unknown | undefined;
  /** Whether it has a readiness probe. */
  readonly probed: boolean | Unknown;
  readonly ports: readonly PortFacts[];
  /** The length of the preStop hook in seconds: 0 without a hook, undefined for a hook other than `sleep`. */
  readonly preStopSeconds: number | Unknown | undefined;
}

/** A port of a container. */
export interface PortFacts {
  readonly name: string | Unknown | undefined;
  /** Default: TCP. */
  readonly protocol: string | Unknown;
}

/** Returns the facts of an object that creates pods, or undefined for any other object. */
export function workloadOf(object: KubernetesObject): WorkloadFacts | undefined {
  const path = templatePath(object.kind);
  if (path === undefined) return undefined;
  const template = path === "" ? object.value : getPath(object.value, ...path.split("."));
  const spec = getPath(template, "spec");
  const prefix = path === "" ? "spec" : `${path}.spec`;
  const replicas = number(getPath(object.value, "spec", "replicas"));
  return {
    ...object,
    replicas: replicas ?? (SCALED.includes(object.kind) ? undefined : 1),
    selector: labelFacts(getPath(object.value, "spec", "selector", "matchLabels")),
    podLabels: labelFacts(getPath(template, "metadata", "labels")),
    path,
    template,
    grace: number(getPath(spec, "terminationGracePeriodSeconds")),
    containers: [
      ...containers(getPath(spec, "containers"), `${prefix}.containers`, "app"),
      ...containers(getPath(spec, "initContainers"), `${prefix}.initContainers`, "init"),
    ],
  };
}

/** Returns the facts of a resource that creates pods, or undefined for any other resource. */
export function workloadIn(resource: ResourceLike): WorkloadFacts | undefined {
  const object = objectOf(resource);
  return object && workloadOf(object);
}

/**
 * Returns the path of the pod template in objects of a kind: "" for a Pod, undefined for kinds without pods.
 */
export function templatePath(kind: string): string | undefined {
  return TEMPLATES[kind];
}

/**
 * Returns the number of a workload's pods, or undefined if something outside the stack decides it. Throws if
 * it is unknown.
 */
export function podsOf({ replicas }: WorkloadFacts): number | undefined {
  return requireKnown(replicas);
}

/**
 * Reports whether every app container has a preStop hook. A sidecar needs none: Kubernetes ends it after the app
 * containers. Throws if a hook is unknown.
 */
export function drains({ containers }: WorkloadFacts): boolean {
  return containers.every(({ role, preStopSeconds }) => role !== "app" || requireKnown(preStopSeconds) !== 0);
}

const TEMPLATES: Readonly<Record<string, string>> = {
  Deployment: "spec.template",
  StatefulSet: "spec.template",
  ReplicaSet: "spec.template",
  DaemonSet: "spec.template",
  Job: "spec.template",
  CronJob: "spec.jobTemplate.spec.template",
  Pod: "",
};
const SCALED = ["Deployment", "StatefulSet", "ReplicaSet"];

function containers(value: unknown, path: string, role: "app" | "init"): ContainerFacts[] {
  if (value instanceof Unknown) return [{ ...container(value, path, role), name: "?" }];
  return list(value).map((given, index) => container(given, `${path}[${index}]`, role));
}

function container(value: unknown, path: string, role: "app" | "init"): ContainerFacts {
  const name = getPath(value, "name");
  const probe = getPath(value, "readinessProbe");
  return {
    name: typeof name === "string" ? name : "?",
    path,
    role: role === "init" && getPath(value, "restartPolicy") === "Always" ? "sidecar" : role,
    image: text(getPath(value, "image")),
    imagePullPolicy: text(getPath(value, "imagePullPolicy")),
    probed: probe instanceof Unknown ? probe : isRecord(probe),
    ports: ports(getPath(value, "ports")),
    preStopSeconds: preStopSeconds(getPath(value, "lifecycle", "preStop")),
  };
}

function ports(value: unknown): PortFacts[] {
  if (value instanceof Unknown) return [{ name: value, protocol: value }];
  return list(value).map((port) => ({
    name: text(getPath(port, "name")),
    protocol: text(getPath(port, "protocol")) ?? "TCP",
  }));
}

function preStopSeconds(preStop: unknown): number | Unknown | undefined {
  if (preStop instanceof Unknown) return preStop;
  if (!isRecord(preStop)) return 0;
  return number(getPath(preStop, "sleep", "seconds"));
}
