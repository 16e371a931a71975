import { HELD_SECONDS } from "../contract/defaults.js";
import { ANNOTATIONS, OWN_PREFIX } from "../contract/names.js";
import type { Document } from "../preview/index.js";
import type { Change, FieldDifference } from "./model.js";
import type { ListedDeployment, ListedObject } from "./objects.js";
import { isKnown, type PlannedComponent, type PlannedObject } from "./planned.js";
import type { NamespaceObjects } from "./read.js";

/** The live objects that belong to a component now. */
interface Live {
  readonly objects: NamespaceObjects;
  readonly deployments: readonly ListedDeployment[];
}

/**
 * What an `up` changes of the traffic: weights, colors, sizes and versions. Other fields are left out, because only the API
 * server knows which defaults it fills in. A kind that cannot be read is left out too.
 */
export function changesOf(planned: PlannedComponent, { objects, deployments }: Live): Change[] {
  const updates = planned.objects.flatMap((object): Change[] => {
    const list = listOf(object.kind, objects);
    if (!list) return [];
    const live = list.find(({ metadata }) => metadata.name === object.name);
    const { kind, name } = object;
    if (!live) return [{ change: "create", kind, name, fields: [] }];
    const fields = differences(object, live, planned);
    return fields.length > 0 ? [{ change: "change", kind, name, fields }] : [];
  });
  const kept = planned.objects.filter(({ kind }) => kind === "Deployment").map(({ name }) => name);
  const deletions = deployments
    .filter(({ metadata }) => !kept.includes(metadata.name))
    .map(({ metadata }): Change => {
      return { change: "delete", kind: "Deployment", name: metadata.name, fields: [] };
    });
  return [...updates, ...deletions];
}

/** The live objects of a kind that moves traffic; undefined for other kinds, and if they cannot be read. */
function listOf(kind: string, objects: NamespaceObjects): readonly ListedObject[] | undefined {
  switch (kind) {
    case "Deployment":
      return objects.deployments;
    case "Service":
      return objects.services;
    case "HorizontalPodAutoscaler":
      return objects.autoscalers;
    default:
      return kind.endsWith("Route") ? objects.routes?.filter((route) => route.kind === kind) : undefined;
  }
}

function differences(
  { kind, document }: PlannedObject,
  live: ListedObject,
  planned: PlannedComponent,
): FieldDifference[] {
  const fields = FIELDS[kind] ?? routeFields;
  const after = fields(document);
  const before = fields(live);
  const scaled = kind === "Deployment" && isScaled(live.metadata.name, planned);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [was, next] = [before.get(field), after.get(field)];
    if (was === next || !isKnown(next) || (scaled && field === "replicas")) return [];
    return { field, live: was ?? "none", planned: next ?? "none" };
  });
}

/** The autoscaler chooses the replicas then; Pulumi ignores them. */
function isScaled(deployment: string, { objects }: PlannedComponent): boolean {
  return objects.some(({ kind, document }) => {
    const { scaleTargetRef } = record(document.spec);
    return kind === "HorizontalPodAutoscaler" && record(scaleTargetRef).name === deployment;
  });
}

type Fields = ReadonlyMap<string, string>;

/** The fields that move traffic, by kind. A planned value may be unknown at every level, and is a text then. */
const FIELDS: Readonly<Record<string, (object: ListedObject | Document) => Fields>> = {
  Deployment: (object) => {
    const { metadata, spec } = record(object);
    const { replicas = 1, minReadySeconds, strategy, template } = record(spec);
    const held = minReadySeconds === HELD_SECONDS;
    return new Map([
      ...entry("replicas", replicas),
      ...entry("version", record(record(metadata).annotations)[ANNOTATIONS.version]),
      ...(held ? entry("canary pods held", record(record(strategy).rollingUpdate).maxSurge) : []),
      ...list(record(record(template).spec).containers).flatMap(({ name, image }) =>
        entry(`image of ${name}`, image),
      ),
    ]);
  },
  Service: (object) => {
    const selector = record(record(record(object).spec).selector);
    return new Map(
      Object.entries(selector).flatMap(([key, value]) => entry(`selector ${shortKey(key)}`, value)),
    );
  },
  HorizontalPodAutoscaler: (object) => {
    const { minReplicas = 1, maxReplicas } = record(record(object).spec);
    return new Map([...entry("minReplicas", minReplicas), ...entry("maxReplicas", maxReplicas)]);
  },
};

function routeFields(object: ListedObject | Document): Fields {
  const backends = list(record(record(object).spec).rules).flatMap(({ backendRefs }) => list(backendRefs));
  return new Map(backends.flatMap(({ name, weight = 1 }) => entry(`weight of ${name}`, weight)));
}

function entry(field: string, value: unknown): [string, string][] {
  return value === undefined ? [] : [[field, String(value)]];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(record) : [];
}

/** A label without the prefix of this package, which adds nothing on the screen. */
function shortKey(key: string): string {
  return key.startsWith(OWN_PREFIX) ? key.slice(OWN_PREFIX.length) : key;
}
