import type { PlannedObject } from "../../src/testing/index.js";

export type Labels = Readonly<Record<string, string>>;

/** What the model knows of a pod template. */
export interface PodTemplate {
  /** Two templates of one key are one ReplicaSet. */
  readonly key: string;
  readonly labels: Labels;
  /** Its pods never get ready: the image is `…:bad…`. */
  readonly broken: boolean;
  /** Seconds for which every container keeps serving after its termination starts. */
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
  /** Whether `minReadySeconds` keeps its pods from ever becoming available, which holds a rolling update. */
  readonly held: boolean;
  /** The pod counts that `up` waits for. Default: it waits for the rollout to complete. */
  readonly waitFor?: PodCounts;
}

/** What `pulumi.com/waitFor` asks of a Deployment's status. */
export interface PodCounts {
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
}

export interface ServiceManifest extends Identity {
  readonly kind: "Service";
  readonly selector: Labels;
  /** Whether `up` waits for it. The wait is long enough for the change to reach every node. */
  readonly awaited: boolean;
}

export interface RouteManifest extends Identity {
  readonly kind: "Route";
  /** Weight by Service. */
  readonly weights: Readonly<Record<string, number>>;
  /** Whether `up` waits until a gateway accepts it. A gateway may never do so. */
  readonly awaited: boolean;
}

/** A disruption budget, whose status counts the ready pods of a side. */
export interface BudgetManifest extends Identity {
  readonly kind: "PodDisruptionBudget";
  readonly selector: Labels;
  /** The ready pods that `up` waits for; undefined where it does not wait. */
  readonly enough: number | undefined;
}

/** An object without pods and without a wait, such as a ConfigMap. */
export interface OtherManifest extends Identity {
  readonly kind: "Other";
}

/** The desired state of one object. Equal objects are one instance, so `===` compares whole objects. */
export type Manifest = DeploymentManifest | ServiceManifest | RouteManifest | BudgetManifest | OtherManifest;

/** A manifest and the keys of the objects that it depends on. */
export interface Planned {
  readonly manifest: Manifest;
  readonly waitsFor: readonly string[];
}

interface Identity {
  /** Short unique number, used in the keys of visited states. */
  readonly id: number;
  /** Kind and name: a Service and a route may share a name. */
  readonly key: string;
  readonly name: string;
  readonly urn: string;
  readonly inputs: Json;
}

// biome-ignore lint/suspicious/noExplicitAny: manifests are read field by field only here
export type Json = any;

const known = new Map<string, Manifest>();

/** Reads planned objects. Throws on anything that the model does not cover, because its results would be wrong. */
export function planned(objects: readonly PlannedObject[]): Planned[] {
  const manifests = new Map(objects.map(({ urn, inputs }) => [urn, manifestOf(urn, inputs)]));
  return objects.map(({ urn, waitsForUrns }) => ({
    manifest: manifests.get(urn) as Manifest,
    waitsFor: waitsForUrns.map((need) => (manifests.get(need) as Manifest).key),
  }));
}

export function manifestOf(urn: string, inputs: Json): Manifest {
  const text = `${urn} ${JSON.stringify(sorted(inputs))}`;
  const found = known.get(text);
  if (found) return found;
  const name = String(inputs.metadata.name);
  const manifest = read({ id: known.size, key: `${inputs.kind} ${name}`, name, urn, inputs }, inputs);
  known.set(text, manifest);
  return manifest;
}

function read(identity: Identity, inputs: Json): Manifest {
  const { kind, spec } = inputs;
  const { skipAwait, waitFor } = waits(identity.urn, inputs);
  if (kind === "Deployment") {
    if (skipAwait) unmodelled(identity.urn, "a Deployment that is not waited for");
    return deployment(identity, spec, waitFor === undefined ? undefined : podCounts(identity.urn, waitFor));
  }
  if (kind.endsWith("Route")) {
    const backends: Json[] = spec.rules.flatMap((rule: Json) => rule.backendRefs);
    const weights = Object.fromEntries(backends.map(({ name, weight }) => [name, weight]));
    if (waitFor && !waitFor.includes("Accepted")) unmodelled(identity.urn, waitFor);
    return { ...identity, kind: "Route", weights, awaited: waitFor !== undefined };
  }
  if (kind === "PodDisruptionBudget") {
    const enough = waitFor === undefined ? undefined : enoughReady(identity.urn, waitFor);
    return { ...identity, kind, selector: spec.selector.matchLabels, enough };
  }
  if (waitFor) unmodelled(identity.urn, waitFor);
  if (kind === "Service")
    return { ...identity, kind: "Service", selector: spec.selector, awaited: !skipAwait };
  if (!WITHOUT_WAIT.includes(kind)) unmodelled(identity.urn, `kind ${kind}`);
  return { ...identity, kind: "Other" };
}

const WITHOUT_WAIT = ["ConfigMap", "Secret"];

function waits(urn: string, { metadata, spec }: Json): { skipAwait: boolean; waitFor?: string } {
  const annotations = { ...metadata.annotations, ...spec?.template?.metadata?.annotations };
  const { "pulumi.com/skipAwait": skip, "pulumi.com/waitFor": waitFor, ...others } = annotations;
  for (const key of Object.keys(others)) if (key.startsWith("pulumi.com/")) unmodelled(urn, key);
  return { skipAwait: skip === "true", waitFor };
}

/** Like the provider, the model reads a status only after the controller has observed the write. */
function podCounts(urn: string, waitFor: string): PodCounts {
  const conditions: string[] = JSON.parse(waitFor);
  const counts = Object.fromEntries(
    conditions.flatMap((condition) => {
      const [, field, count] = /^jsonpath=\{\.status\.(\w+)\}=(\d+)$/.exec(condition) ?? [];
      if (!field && !condition.startsWith("jsonpath={.metadata.")) unmodelled(urn, condition);
      return field ? [[field, Number(count)]] : [];
    }),
  );
  if (Object.keys(counts).sort().join() !== "readyReplicas,replicas,updatedReplicas")
    unmodelled(urn, waitFor);
  return counts as unknown as PodCounts;
}

function enoughReady(urn: string, waitFor: string): number {
  const [written, healthy, ...others]: string[] = JSON.parse(waitFor);
  const [, fewer] = /^jsonpath=\{\[\?@\.currentHealthy>(\d+)\]\}$/.exec(healthy) ?? [];
  const expected = written.startsWith("jsonpath={.metadata.annotations[") && others.length === 0;
  return expected && fewer ? Number(fewer) + 1 : unmodelled(urn, waitFor);
}

function deployment(identity: Identity, spec: Json, waitFor: PodCounts | undefined): DeploymentManifest {
  const { replicas, strategy, selector, template, minReadySeconds = 0, paused } = spec;
  if (paused || (minReadySeconds > 0 && minReadySeconds < YEAR))
    unmodelled(identity.urn, "paused, or pods that become available later");
  const { maxSurge, maxUnavailable } = strategy.rollingUpdate;
  for (const count of [replicas, maxSurge, maxUnavailable]) {
    if (!Number.isInteger(count)) unmodelled(identity.urn, `${count} pods`);
  }
  const shape = { replicas, maxSurge, maxUnavailable, selector: selector.matchLabels };
  const held = minReadySeconds > 0;
  return { ...identity, kind: "Deployment", ...shape, template: podTemplate(template), held, waitFor };
}

/** In seconds. No release takes that long, so pods with this `minReadySeconds` never become available. */
const YEAR = 31_536_000;

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
  throw new Error(`the model does not cover ${what} (${urn}); extend it, or leave this out of the walks`);
}

/** The same value with sorted keys, so that equal values serialize to equal text. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Whether a selector matches these labels. An empty selector matches nothing, as in a Service. */
export function selects(selector: Labels, labels: Labels): boolean {
  const keys = Object.keys(selector);
  return keys.length > 0 && keys.every((key) => labels[key] === selector[key]);
}

/** Paths of the fields in which two objects differ: `spec.replicas`. */
export function changedPaths(before: Json, after: Json, path = ""): string[] {
  if (before === after) return [];
  if (![before, after].every((value) => value !== null && typeof value === "object")) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changedPaths(before[key], after[key], path ? `${path}.${key}` : key));
}
