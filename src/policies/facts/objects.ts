import { getPath, isRecord, list, number, plain, requireKnown, text, Unknown } from "./unknown.js";

/** What the policies read of a resource, in a resource policy as well as in a stack policy. */
export interface ResourceLike {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Record<string, unknown>;
}

/** LabelFacts; a single value may be late. */
export type LabelFacts = Readonly<Record<string, string | Unknown>>;

/** One Kubernetes object, whoever wrote it. */
export interface KubernetesObject {
  readonly urn: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Its name in the cluster; the Pulumi name where that is not known yet. */
  readonly name: string;
  readonly namespace: string;
  /** How messages name it: `Deployment "web"`. */
  readonly title: string;
  readonly annotations: LabelFacts | Unknown;
  /** All of it, in plain values. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** An object that makes pods. */
export interface WorkloadFacts extends KubernetesObject {
  /** Pods asked for, with an autoscaler of the same stack its fewest; undefined when something else decides. */
  readonly replicas: number | Unknown | undefined;
  /** LabelFacts it finds its pods by. */
  readonly selector: LabelFacts | Unknown;
  readonly podLabels: LabelFacts | Unknown;
  /** Where its pod template stands: `spec.template`. */
  readonly path: string;
  readonly template: unknown;
  readonly grace: number | Unknown | undefined;
  readonly containers: readonly ContainerFacts[];
}

/** One container of a pod template. */
export interface ContainerFacts {
  readonly name: string;
  /** Where it stands: `spec.template.spec.containers[0]`. */
  readonly path: string;
  /** True for one that ends before the others start. */
  readonly init: boolean;
  readonly image: string | Unknown | undefined;
  readonly imagePullPolicy: string | Unknown | undefined;
  readonly probed: boolean | Unknown;
  readonly hasPorts: boolean;
  /** Seconds it waits before it is told to end: 0 without a preStop, undefined where a hook's own time cannot be known. */
  readonly preStopSeconds: number | Unknown | undefined;
}

/** A Service that selects pods. */
export interface ServiceFacts extends KubernetesObject {
  readonly selector: LabelFacts | Unknown;
  readonly ports: readonly unknown[];
}

/** The object that a resource becomes; undefined for what is no Kubernetes object. */
export function objectOf(resource: ResourceLike): KubernetesObject | undefined {
  if (!resource.type.startsWith("kubernetes:")) return undefined;
  const value = plain(resource.props);
  if (!isRecord(value)) return undefined;
  const [apiVersion = "", kind = ""] = resource.type.slice("kubernetes:".length).split(":");
  const name = text(getPath(value, "metadata", "name"));
  const shown = typeof name === "string" ? name : resource.name;
  const namespace = text(getPath(value, "metadata", "namespace"));
  return {
    urn: resource.urn,
    apiVersion,
    kind,
    name: shown,
    namespace: typeof namespace === "string" ? namespace : "default",
    title: `${kind} ${JSON.stringify(shown)}`,
    annotations: labels(getPath(value, "metadata", "annotations")),
    value,
  };
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
    selector: labels(getPath(object.value, "spec", "selector", "matchLabels")),
    podLabels: labels(getPath(template, "metadata", "labels")),
    path,
    template,
    grace: number(getPath(spec, "terminationGracePeriodSeconds")),
    containers: [
      ...containers(getPath(spec, "containers"), `${prefix}.containers`, false),
      ...containers(getPath(spec, "initContainers"), `${prefix}.initContainers`, true),
    ],
  };
}

/** The object, if it is a Service with a selector. */
export function serviceOf(object: KubernetesObject): ServiceFacts | undefined {
  if (object.kind !== "Service" || object.apiVersion !== "core/v1") return undefined;
  if (getPath(object.value, "spec", "type") === "ExternalName") return undefined;
  const selector = getPath(object.value, "spec", "selector");
  if (!(selector instanceof Unknown) && (!isRecord(selector) || Object.keys(selector).length === 0))
    return undefined;
  return { ...object, selector: labels(selector), ports: list(getPath(object.value, "spec", "ports")) };
}

/** Where objects of this kind keep the template of their pods; "" for a Pod, undefined for kinds without. */
export function templatePath(kind: string): string | undefined {
  return TEMPLATES[kind];
}

/** Whether a selector's pairs are all among the labels. Throws for a late value that decides it. */
export function matches(selector: LabelFacts | Unknown, given: LabelFacts | Unknown): boolean {
  const pairs = Object.entries(requireKnown(selector));
  const values = requireKnown(given);
  if (pairs.some(([key, value]) => !(key in values) || differ(value, values[key]))) return false;
  for (const [key, value] of pairs) {
    requireKnown(value);
    requireKnown(values[key] as string | Unknown);
  }
  return pairs.length > 0;
}

function differ(a: string | Unknown, b: string | Unknown | undefined): boolean {
  return typeof a === "string" && typeof b === "string" && a !== b;
}

// Where each kind keeps the template of its pods; a Pod is its own.
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

function labels(value: unknown): LabelFacts | Unknown {
  if (value instanceof Unknown) return value;
  if (!isRecord(value)) return {};
  const pairs = Object.entries(value).map(([key, given]) => [
    key,
    given instanceof Unknown ? given : String(given),
  ]);
  return Object.fromEntries(pairs);
}

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
