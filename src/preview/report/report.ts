import type { OfflineMonitor } from "../engine/monitor.js";
import type { PlannedMessage, PlannedResource } from "../engine/resources.js";
import { isRoot } from "../engine/urn.js";
import type { Properties } from "../engine/values.js";
import type { PolicyResult } from "../packs/packs.js";
import { diffDocument, type FieldChange } from "./diff.js";
import { objectsInOrder, type PlannedObject } from "./order.js";
import { type Document, documentOf, fileOf, type RenderedFile } from "./render.js";
import { type TrafficRow, trafficRows } from "./traffic.js";
import { unsupportedResources } from "./unsupported.js";

/** Everything that an offline preview has to tell; `--json` prints it as it is. */
export interface Report {
  readonly project: string;
  readonly stack: string;
  /** This package's components. */
  readonly traffic: readonly TrafficRow[];
  /** The Kubernetes objects so that each stands after all it waits for. */
  readonly objects: readonly ReportedObject[];
  /** Objects of the last render that the program no longer has. */
  readonly deleted: readonly DeletedObject[];
  /** Every resource but the stack, sorted by URN. */
  readonly resources: readonly ReportedResource[];
  /** What the program logged. */
  readonly messages: readonly PlannedMessage[];
  /** What is in the program but cannot be in this preview, a line each. */
  readonly unsupported: readonly string[];
  /** The stack's outputs. */
  readonly outputs: Properties;
  /** What the policy packs say; undefined without any. */
  readonly policies?: PolicyResult | undefined;
  /** True when there was no earlier render to compare with. */
  readonly first: boolean;
}

/** One Kubernetes object and what becomes of it. */
export interface ReportedObject {
  readonly urn: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  /** Undefined when it is known only after an update; there is no file then. */
  readonly name: string | undefined;
  /** Against the last render, not a cluster. A patch that is new changes an object that is there, in fields not told. */
  readonly change: "create" | "change" | "same";
  readonly fields: readonly FieldChange[];
  /** Names of the objects that are ready before this one is touched. */
  readonly waitsFor: readonly string[];
  /** The same as URNs: objects of two kinds may share a name. */
  readonly waitsForUrns: readonly string[];
  /** Path of its file within the render. */
  readonly file: string | undefined;
  readonly document: Document;
}

/** One object of the last render that is gone. */
export interface DeletedObject {
  readonly kind: string;
  readonly name: string;
  readonly file: string;
}

/** One resource of the program, for the tree. */
export interface ReportedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** How it is treated: a component, something a provider manages, or something that is only read. */
  readonly is: "component" | "resource" | "read";
}

/** What a report is made of. */
export interface ReportSources {
  readonly project: string;
  readonly stack: string;
  readonly monitor: Pick<OfflineMonitor, "resources" | "messages" | "unsupported">;
  readonly showSecrets: boolean;
  readonly policies?: PolicyResult | undefined;
  /** The documents of the last render by path; undefined when there was none. */
  readonly previous: ReadonlyMap<string, Document> | undefined;
}

/** Puts together what a program asked for and what is different from the last render. */
export function makeReport(sources: ReportSources): Report {
  const { monitor, previous, showSecrets } = sources;
  const resources = monitor.resources.filter((resource) => !isRoot(resource.urn));
  const objects = objectsInOrder(resources).map((object) => reportObject(object, previous, showSecrets));
  const files = new Set(objects.map((object) => object.file));
  return {
    project: sources.project,
    stack: sources.stack,
    traffic: trafficRows(resources),
    objects,
    deleted: [...(previous ?? [])]
      .filter(([file]) => !files.has(file))
      .map(([file, document]) => deleted(file, document)),
    resources: resources.map(reportResource).sort((a, b) => (a.urn < b.urn ? -1 : 1)),
    messages: monitor.messages,
    unsupported: unsupportedResources(resources, monitor.unsupported),
    outputs: monitor.resources.find((resource) => isRoot(resource.urn))?.outputs ?? {},
    policies: sources.policies,
    first: previous === undefined,
  };
}

/** The files of a report, in dependency order. */
export function filesOf(report: Report): RenderedFile[] {
  return report.objects.flatMap(({ file, document }) => (file === undefined ? [] : { path: file, document }));
}

function reportObject(
  object: PlannedObject,
  previous: ReportSources["previous"],
  showSecrets: boolean,
): ReportedObject {
  const document = documentOf(object, showSecrets);
  const file = object.name === undefined ? undefined : fileOf(object);
  const diff = diffDocument(file === undefined ? undefined : previous?.get(file), document);
  return {
    urn: object.urn,
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.namespace,
    name: object.name,
    ...diff,
    change: diff.change === "create" && object.isPatch ? "change" : diff.change,
    waitsFor: object.waitsFor,
    waitsForUrns: object.waitsForUrns,
    file,
    document,
  };
}

function deleted(file: string, document: Document): DeletedObject {
  const metadata = document.metadata as { name?: unknown } | undefined;
  return { kind: String(document.kind), name: String(metadata?.name ?? file), file };
}

function reportResource(resource: PlannedResource): ReportedResource {
  return {
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    parent: resource.parent && !isRoot(resource.parent) ? resource.parent : undefined,
    is: resource.read ? "read" : resource.custom ? "resource" : "component",
  };
}
