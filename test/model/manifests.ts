import type { PlannedObject } from "../../src/testing/index.js";

export type Labels = Readonly<Record<string, string>>;

/** What the model knows of a pod template. */
export interface PodTemplate {
  /** Two templates of one key are one ReplicaSet. */
  readonly key: string;
  readonly labels: Labels;
  /** Its pods never get ready: the image is `…:bad…`. */
  readonly broken: boolean;
  /** Seconds every container serves on after its end was decided. */
  readonly drainSeconds: number;
  readonly graceSeconds: number;
}

export interface DeploymentManifest extends Identity {
  readonly kind: "Deployment";
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly selector: Labels;
  readonly template: PodTemplate;
}

export interface ServiceManifest extends Identity {
  readonly kind: "Service";
  readonly selector: Labels;
}

/** An object without pods and without a wait, such as a ConfigMap. */
export interface OtherManifest extends Identity {
  readonly kind: "Other";
}

/** One object as the program wants it. The same text is the same instance, so `===` compares whole objects. */
export type Manifest = DeploymentManifest | ServiceManifest | OtherManifest;

/** A manifest and the names of the objects that are ready before it is written, as the program recorded them. */
export interface Planned {
  readonly manifest: Manifest;
  readonly waitsFor: readonly string[];
}

interface Identity {
  /** Short stand-in for `text` in the keys of visited states. */
  readonly id: number;
  readonly name: string;
  readonly urn: string;
  readonly inputs: Json;
}

// biome-ignore lint/suspicious/noExplicitAny: manifests are read field by field here, and nowhere else
export type Json = any;

const known = new Map<string, Manifest>();

/** Reads a planned object. Throws on what the model would get wrong, rather than check something else. */
export function planned(object: PlannedObject): Planned {
  return { manifest: manifestOf(object.urn, object.inputs), waitsFor: object.waitsFor };
}

export function manifestOf(urn: string, inputs: Json): Manifest {
  const text = `${urn} ${JSON.stringify(sorted(inputs))}`;
  const found = known.get(text);
  if (found) return found;
  const identity = { id: known.size, name: String(inputs.metadata.name), urn, inputs };
  const annotations = { ...inputs.metadata.annotations, ...inputs.spec?.template?.metadata?.annotations };
  for (const key of Object.keys(annotations)) {
    if (key.startsWith("pulumi.com/") && !isOwnWait(inputs, annotations[key])) unmodelled(urn, key);
  }
  const manifest = read(identity, inputs);
  known.set(text, manifest);
  return manifest;
}

/** Whether a Deployment's waitFor asks for what the model waits for anyway: all pods of this version, and all ready. */
function isOwnWait({ kind }: Json, waitFor: string): boolean {
  const counts = [...waitFor.matchAll(/\.status\.(?:replicas|updatedReplicas|readyReplicas)\}=(\d+)/g)];
  return kind === "Deployment" && counts.length === 3 && new Set(counts.map(([, count]) => count)).size === 1;
}

function read(identity: Identity, inputs: Json): Manifest {
  if (inputs.kind === "Service") return { ...identity, kind: "Service", selector: inputs.spec.selector };
  if (inputs.kind !== "Deployment") {
    if (inputs.kind !== "ConfigMap") unmodelled(identity.urn, `kind ${inputs.kind}`);
    return { ...identity, kind: "Other" };
  }
  const { replicas, strategy, selector, template, minReadySeconds, paused } = inputs.spec;
  if (minReadySeconds || paused) unmodelled(identity.urn, "minReadySeconds or paused");
  const { maxSurge, maxUnavailable } = strategy.rollingUpdate;
  for (const count of [replicas, maxSurge, maxUnavailable]) {
    if (!Number.isInteger(count)) unmodelled(identity.urn, `${count} pods`);
  }
  const shape = { replicas, maxSurge, maxUnavailable, selector: selector.matchLabels };
  return { ...identity, kind: "Deployment", ...shape, template: podTemplate(template) };
}

function podTemplate(template: Json): PodTemplate {
  const containers: Json[] = template.spec.containers;
  return {
    key: JSON.stringify(sorted(template)),
    labels: template.metadata.labels,
    broken: containers.some((container) => container.image.includes(":bad")),
    drainSeconds: Math.min(
      ...containers.map((container) => container.lifecycle?.preStop?.sleep?.seconds ?? 0),
    ),
    graceSeconds: template.spec.terminationGracePeriodSeconds ?? 30,
  };
}

function unmodelled(urn: string, what: string): never {
  throw new Error(`the model does not know ${what} (${urn}); teach it, or leave this out of the walks`);
}

/** The same value with sorted keys, so that equal values have equal text. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Whether a selector finds pods of these labels. An empty one finds none, as in a Service. */
export function selects(selector: Labels, labels: Labels): boolean {
  const keys = Object.keys(selector);
  return keys.length > 0 && keys.every((key) => labels[key] === selector[key]);
}

/** Paths of the fields in which two objects differ: `spec.replicas`. */
export function changedPaths(before: Json, after: Json, path = ""): string[] {
  if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))) return [];
  const maps = [before, after].every((value) => value !== null && typeof value === "object");
  if (!maps) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changedPaths(before[key], after[key], path ? `${path}.${key}` : key));
}
