import { at, isRecord, Late, list, need, number, plain, text } from "./unknown.js";

/** What the policies read of a resource, in a resource policy as well as in a stack policy. */
export interface ResourceLike {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Record<string, unknown>;
}

/** Labels; a single value may be late. */
export type Labels = Readonly<Record<string, string | Late>>;

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
  readonly annotations: Labels | Late;
  /** All of it, in plain values. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** An object that makes pods. */
export interface Workload extends KubernetesObject {
  /** Pods asked for, with an autoscaler of the same stack its fewest; undefined when something else decides. */
  readonly replicas: number | Late | undefined;
  /** Labels it finds its pods by. */
  readonly selector: Labels | Late;
  readonly podLabels: Labels | Late;
  /** Where its pod template stands: `spec.template`. */
  readonly path: string;
  readonly template: unknown;
  readonly grace: number | Late | undefined;
  readonly containers: readonly Container[];
}

/** One container of a pod template. */
export interface Container {
  readonly name: string;
  /** Where it stands: `spec.template.spec.containers[0]`. */
  readonly path: string;
  /** True for one that ends before the others start. */
  readonly init: boolean;
  readonly image: string | Late | undefined;
  readonly imagePullPolicy: string | Late | undefined;
  readonly probed: boolean | Late;
  readonly hasPorts: boolean;
  /** Seconds it waits before it is told to end: 0 without a preStop, undefined where a hook's own time cannot be known. */
  readonly preStopSeconds: number | Late | undefined;
}

/** A Service that selects pods. */
export interface ServiceFacts extends KubernetesObject {
  readonly selector: Labels | Late;
  readonly ports: readonly unknown[];
}

/** The object that a resource becomes; undefined for what is no Kubernetes object. */
export function objectOf(resource: ResourceLike): KubernetesObject | undefined {
  if (!resource.type.startsWith("kubernetes:")) return undefined;
  const value = plain(resource.props);
  if (!isRecord(value)) return undefined;
  const [apiVersion = "", kind = ""] = resource.type.slice("kubernetes:".length).split(":");
  const name = text(at(value, "metadata", "name"));
  const shown = typeof name === "string" ? name : resource.name;
  const namespace = text(at(value, "metadata", "namespace"));
  return {
    urn: resource.urn,
    apiVersion,
    kind,
    name: shown,
    namespace: typeof namespace === "string" ? namespace : "default",
    title: `${kind} ${JSON.stringify(shown)}`,
    annotations: labels(at(value, "metadata", "annotations")),
    value,
  };
}

/** The object, if it makes pods that stand side by side. */
export function workloadOf(object: KubernetesObject): Workload | undefined {
  const path = templatePath(object.kind);
  if (path === undefined) return undefined;
  const template = path === "" ? object.value : at(object.value, ...path.split("."));
  const spec = at(template, "spec");
  const prefix = path === "" ? "spec" : `${path}.spec`;
  const replicas = number(at(object.value, "spec", "replicas"));
  return {
    ...object,
    replicas: replicas ?? (SCALED.includes(object.kind) ? undefined : 1),
    selector: labels(at(object.value, "spec", "selector", "matchLabels")),
    podLabels: labels(at(template, "metadata", "labels")),
    path,
    template,
    grace: number(at(spec, "terminationGracePeriodSeconds")),
    containers: [
      ...containers(at(spec, "containers"), `${prefix}.containers`, false),
      ...containers(at(spec, "initContainers"), `${prefix}.initContainers`, true),
    ],
  };
}

/** The object, if it is a Service with a selector. */
export function serviceOf(object: KubernetesObject): ServiceFacts | undefined {
  if (object.kind !== "Service" || object.apiVersion !== "core/v1") return undefined;
  if (at(object.value, "spec", "type") === "ExternalName") return undefined;
  const selector = at(object.value, "spec", "selector");
  if (!(selector instanceof Late) && (!isRecord(selector) || Object.keys(selector).length === 0))
    return undefined;
  return { ...object, selector: labels(selector), ports: list(at(object.value, "spec", "ports")) };
}

/** Where objects of this kind keep the template of their pods; "" for a Pod, undefined for kinds without. */
export function templatePath(kind: string): string | undefined {
  return TEMPLATES[kind];
}

/** Whether a selector's pairs are all among the labels. Throws for a late value that decides it. */
export function matches(selector: Labels | Late, given: Labels | Late): boolean {
  const pairs = Object.entries(need(selector));
  const values = need(given);
  if (pairs.some(([key, value]) => !(key in values) || differ(value, values[key]))) return false;
  for (const [key, value] of pairs) {
    need(value);
    need(values[key] as string | Late);
  }
  return pairs.length > 0;
}

function differ(a: string | Late, b: string | Late | undefined): boolean {
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

function labels(value: unknown): Labels | Late {
  if (value instanceof Late) return value;
  if (!isRecord(value)) return {};
  const pairs = Object.entries(value).map(([key, given]) => [
    key,
    given instanceof Late ? given : String(given),
  ]);
  return Object.fromEntries(pairs);
}

function containers(value: unknown, path: string, init: boolean): Container[] {
  if (value instanceof Late) return [{ ...container(value, path, init), name: "?" }];
  return list(value).map((given, index) => container(given, `${path}[${index}]`, init));
}

function container(value: unknown, path: string, init: boolean): Container {
  const name = at(value, "name");
  const probe = at(value, "readinessProbe");
  return {
    name: typeof name === "string" ? name : "?",
    path,
    init: init && at(value, "restartPolicy") !== "Always",
    image: text(at(value, "image")),
    imagePullPolicy: text(at(value, "imagePullPolicy")),
    probed: probe instanceof Late ? probe : isRecord(probe),
    hasPorts: list(at(value, "ports")).length > 0,
    preStopSeconds: preStopSeconds(at(value, "lifecycle", "preStop")),
  };
}

function preStopSeconds(preStop: unknown): number | Late | undefined {
  if (preStop instanceof Late) return preStop;
  if (!isRecord(preStop)) return 0;
  return number(at(preStop, "sleep", "seconds"));
}
