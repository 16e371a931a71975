import { type KubernetesObject, type LabelFacts, labelFacts } from "./objects.js";
import { getPath, isRecord, list, number, requireKnown, text, Unknown } from "./unknown.js";

/** An object that makes pods. */
export interface WorkloadFacts extends KubernetesObject {
  /** Pods asked for, with an autoscaler of the same stack its fewest; undefined when something else decides. */
  readonly replicas: number | Unknown | undefined;
  /** Labels it finds its pods by. */
  readonly selector: LabelFacts | Unknown;
  readonly podLabels: LabelFacts | Unknown;
  /** Path of its pod template: `spec.template`. */
  readonly path: string;
  readonly template: unknown;
  readonly grace: number | Unknown | undefined;
  readonly containers: readonly ContainerFacts[];
}

/** One container of a pod template. */
export interface ContainerFacts {
  readonly name: string;
  /** Its path: `spec.template.spec.containers[0]`. */
  readonly path: string;
  /** True for one that ends before the others start. */
  readonly init: boolean;
  readonly image: string | Unknown | undefined;
  readonly imagePullPolicy: string | Unknown | undefined;
  readonly probed: boolean | Unknown;
  readonly hasPorts: boolean;
  /** Seconds of its preStop: 0 without one, undefined where a hook's own time cannot be known. */
  readonly preStopSeconds: number | Unknown | undefined;
}

/** The object, if it makes pods that stand side by side. */
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
      ...containers(getPath(spec, "containers"), `${prefix}.containers`, false),
      ...containers(getPath(spec, "initContainers"), `${prefix}.initContainers`, true),
    ],
  };
}

/** The path of the pod template in an object of this kind; "" for a Pod, undefined for kinds without one. */
export function templatePath(kind: string): string | undefined {
  return TEMPLATES[kind];
}

/** A workload's pods; undefined when something else decides, throws when only an update tells. */
export function podsOf({ replicas }: WorkloadFacts): number | undefined {
  return requireKnown(replicas);
}

/** Whether every container that serves has a preStop. Throws where only an update tells. */
export function drains({ containers }: WorkloadFacts): boolean {
  return containers.every(({ init, preStopSeconds }) => init || requireKnown(preStopSeconds) !== 0);
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

function containers(value: unknown, path: string, init: boolean): ContainerFacts[] {
  if (value instanceof Unknown) return [{ ...container(value, path, init), name: "?" }];
  return list(value).map((given, index) => container(given, `${path}[${index}]`, init));
}

function container(value: unknown, path: string, init: boolean): ContainerFacts {
  const name = getPath(value, "name");
  const probe = getPath(value, "readinessProbe");
  return {
    name: typeof name === "string" ? name : "?",
    path,
    init: init && getPath(value, "restartPolicy") !== "Always",
    image: text(getPath(value, "image")),
    imagePullPolicy: text(getPath(value, "imagePullPolicy")),
    probed: probe instanceof Unknown ? probe : isRecord(probe),
    hasPorts: list(getPath(value, "ports")).length > 0,
    preStopSeconds: preStopSeconds(getPath(value, "lifecycle", "preStop")),
  };
}

function preStopSeconds(preStop: unknown): number | Unknown | undefined {
  if (preStop instanceof Unknown) return preStop;
  if (!isRecord(preStop)) return 0;
  return number(getPath(preStop, "sleep", "seconds"));
}
