import type { OfflineMonitor } from "../engine/monitor.js";
import type { PlannedMessage, PlannedResource } from "../engine/resources.js";
import { isRoot } from "../engine/urn.js";
import type { PolicyResult } from "../packs/result.js";
import { checkObjects } from "./checkObjects.js";
import { diffDocument, type FieldChange } from "./diff.js";
import { pathsOf } from "./fileNames.js";
import { type Missing, missingIn } from "./missing.js";
import { objectsInOrder, type PlannedObject, resourcesInOrder } from "./order.js";
import { type Document, documentOf, plain } from "./render.js";
import { type EarlierFile, type EarlierRender, keyOf, placeOf, type RenderedFile } from "./renderFolder.js";
import { type TrafficRow, trafficRows } from "./traffic.js";
import { unsupportedResources } from "./unsupported.js";

/** The result of an offline preview. `--json` prints it unchanged. */
export interface Report {
  readonly project: string;
  readonly stack: string;
  /** The components of this package. */
  readonly traffic: readonly TrafficRow[];
  /** The Kubernetes objects. Each follows all it waits for. */
  readonly objects: readonly ReportedObject[];
  /** Objects of the last render that the program no longer registers. */
  readonly deleted: readonly DeletedObject[];
  /** Every resource except the stack. Each follows all it waits for, and the objects are in the order of `objects`. */
  readonly resources: readonly ReportedResource[];
  /** The messages that the program logged. */
  readonly messages: readonly PlannedMessage[];
  /** One line for each object that no cluster accepts next to the others. With any, nothing is written. */
  readonly refusals: readonly string[];
  /** One line for each part of the program that this preview cannot show. */
  readonly unsupported: readonly string[];
  /** The outputs of the stack. Unknown values and secrets are text, as in a document. */
  readonly outputs: Document;
  /** The result of the policy packs. Undefined without any. */
  readonly policies?: PolicyResult | undefined;
  /** True without an earlier render to compare with. */
  readonly first: boolean;
}

/** A Kubernetes object and its change. */
export interface ReportedObject {
  readonly urn: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** The name of the provider through which it reaches its cluster; `default` without an explicit one. */
  readonly cluster: string;
  readonly namespace: string | undefined;
  /** Undefined when it is known only after an update. The object then has no file. */
  readonly name: string | undefined;
  /** Relative to the last render, not to a cluster. A new patch changes an existing object in unknown fields. */
  readonly change: "create" | "change" | "same";
  readonly fields: readonly FieldChange[];
  /** Names of the objects that are ready before this one changes. */
  readonly waitsFor: readonly string[];
  /** The URNs of these objects: two kinds may share a name. */
  readonly waitsForUrns: readonly string[];
  /** Path of its file in the render. */
  readonly file: string | undefined;
  readonly document: Document;
  /** The values that the document does not have. Its file is then not in kustomization.yaml. */
  readonly missing: Missing;
}

/** An object of the last render that the program no longer registers. */
export interface DeletedObject {
  readonly kind: string;
  readonly cluster: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly file: string;
}

/** A resource of the program. */
export interface ReportedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** A component, a resource that a provider manages, or one that is only read. */
  readonly is: "component" | "resource" | "read";
}

/** The sources of a report. */
export interface ReportSources {
  readonly project: string;
  readonly stack: string;
  readonly monitor: Pick<OfflineMonitor, "resources" | "messages" | "unsupported"> &
    Partial<Pick<OfflineMonitor, "defaultProvider">>;
  readonly showSecrets: boolean;
  readonly policies?: PolicyResult | undefined;
  /** The last render. Undefined without one. */
  readonly previous: EarlierRender | undefined;
}

/** Combines what a program registered with its differences from the last render. */
export function makeReport(sources: ReportSources): Report {
  const { monitor, previous, showSecrets } = sources;
  const resources = monitor.resources.filter((resource) => !isRoot(resource.urn));
  const planned = objectsInOrder(resources, monitor.defaultProvider);
  const paths = pathsOf(planned);
  const clusters = new Set(planned.flatMap(({ urn, cluster }) => (paths.has(urn) ? cluster : [])));
  const objects = planned.map((object) => {
    const path = paths.get(object.urn);
    const file = path === undefined ? undefined : { cluster: object.cluster, path };
    const place = file && placeOf(file, clusters);
    return reportObject(object, place, file && previous?.get(keyOf(file)), showSecrets);
  });
  const keys = new Set(planned.map(({ urn, cluster }) => keyOf({ cluster, path: paths.get(urn) ?? "" })));
  return {
    project: sources.project,
    stack: sources.stack,
    traffic: trafficRows(resources),
    objects,
    deleted: [...(previous ?? [])].filter(([key]) => !keys.has(key)).map(([, earlier]) => deleted(earlier)),
    resources: resourcesInOrder(resources, planned).map(reportResource),
    messages: monitor.messages,
    refusals: checkObjects(planned, resources),
    unsupported: unsupportedResources(resources, monitor.unsupported),
    outputs: plain(
      monitor.resources.find((resource) => isRoot(resource.urn))?.outputs ?? {},
      showSecrets,
    ) as Document,
    policies: sources.policies,
    first: previous === undefined,
  };
}

/** The files of a report, in dependency order. */
export function filesOf(report: Report): RenderedFile[] {
  const clusters = new Set(
    report.objects.flatMap(({ file, cluster }) => (file === undefined ? [] : cluster)),
  );
  return report.objects.flatMap(({ file, cluster, document, missing }) => {
    if (file === undefined) return [];
    const path = clusters.size > 1 ? file.slice(file.indexOf("/") + 1) : file;
    return { cluster, path, document, missing };
  });
}

function reportObject(
  object: PlannedObject,
  file: string | undefined,
  earlier: EarlierFile | undefined,
  showSecrets: boolean,
): ReportedObject {
  const document = documentOf(object, showSecrets);
  const diff = diffDocument(earlier?.document, document);
  return {
    urn: object.urn,
    apiVersion: object.apiVersion,
    kind: object.kind,
    cluster: object.cluster,
    namespace: object.namespace,
    name: object.name,
    ...diff,
    change: diff.change === "create" && object.isPatch ? "change" : diff.change,
    waitsFor: object.waitsFor,
    waitsForUrns: object.waitsForUrns,
    file,
    document,
    missing: missingIn(object.inputs, showSecrets),
  };
}

function deleted({ cluster, file, document }: EarlierFile): DeletedObject {
  const { name, namespace } = (document.metadata ?? {}) as { name?: unknown; namespace?: unknown };
  return {
    kind: String(document.kind),
    cluster,
    namespace: typeof namespace === "string" ? namespace : undefined,
    name: String(name ?? file),
    file,
  };
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
