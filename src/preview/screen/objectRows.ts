import { ANNOTATIONS, LABELS } from "../../contract/names.js";
import { nameOf } from "../engine/urn.js";
import type { Report, ReportedObject } from "../report/report.js";
import type { Row } from "./rows.js";
import { glyphs, type Style } from "./style.js";
import { fieldText, readyCheck, summaryOf } from "./summary.js";
import { type WhereOf, whereIn } from "./where.js";

// Enough for a new image with its probes. More changes of one object are only counted.
const MOST_FIELDS = 4;

const STYLES: Readonly<Record<ReportedObject["change"], Style>> = {
  create: "good",
  change: "changed",
  same: "faint",
};

/** The columns of a report. */
export interface Columns {
  /** Columns of the screen. Infinity without one. */
  readonly width: number;
  readonly kindWidth: number;
  readonly nameWidth: number;
  /** Characters of a changed value. */
  readonly valueWidth: number;
  /** The cluster and namespace of an object, where it is not obvious. */
  readonly whereOf: WhereOf;
  /** Names an object for the row of another one, so that no third one is meant. */
  reference(urn: string, other: ReportedObject): string;
}

/** Columns as wide as the widest entry of the whole report, so that they line up from block to block. */
export function columnsOf(report: Report, width: number): Columns {
  const names = [...report.objects.map(label), ...report.traffic.map((row) => row.name)];
  const kinds = [...report.objects, ...report.deleted].map((object) => object.kind);
  // A longer entry moves only its own row to the right.
  const nameWidth = Math.min(Math.max(...names.map((name) => name.length), 0), share(width, 0.4), 60);
  const kindLimit = Math.max(share(width, 0.3), share(width, 0.65) - nameWidth);
  return {
    width,
    kindWidth: Math.min(Math.max(15, ...kinds.map((kind) => kind.length)), kindLimit),
    nameWidth,
    valueWidth: Math.max(28, share(width, 0.3)),
    whereOf: whereIn(report),
    reference: references(report.objects),
  };
}

/** The rows of objects: what changes in each, and what it waits for among the others. */
export function objectRows(objects: readonly ReportedObject[], columns: Columns): Row[] {
  return objects.map((object) => objectRow(object, objects, columns));
}

/** The row of an object at a depth of a tree. `siblings` are the objects of its block. */
export function objectRow(
  object: ReportedObject,
  siblings: readonly ReportedObject[],
  columns: Columns,
  depth = 1,
): Row {
  const indent = "  ".repeat(depth - 1);
  const kind = object.kind.padEnd(columns.kindWidth);
  const name = label(object).padEnd(columns.nameWidth - indent.length);
  const whereWidth = Math.max(0, ...siblings.map((sibling) => columns.whereOf(sibling).length));
  const where = whereWidth > 0 ? `   ${columns.whereOf(object).padEnd(whereWidth)}` : "";
  return {
    head: `${indent}${glyphs[object.change]} ${kind} ${name}${where}`,
    texts: changeTexts(object, columns.valueWidth),
    order: orderText(object, siblings, columns),
    style: STYLES[object.change],
  };
}

function share(width: number, part: number): number {
  return Math.floor(width * part);
}

function changeTexts(object: ReportedObject, valueWidth: number): string[] {
  if (object.change !== "change" || object.fields.length === 0) return [summaryOf(object.document)];
  const reliedOn = object.fields.find(({ path }) => path.endsWith(`["${ANNOTATIONS.reliedOn}"]`));
  if (reliedOn) return [readyCheck(object.document) ?? "no longer relied on"];
  // How Pulumi waits changes with what it waits for. Next to that change it is noise.
  const own = object.fields.filter(({ path }) => !path.startsWith('metadata.annotations["pulumi.com/'));
  const fields = own.length > 0 ? own : object.fields;
  const texts = fields.slice(0, MOST_FIELDS).map((field) => fieldText(field, valueWidth));
  const left = fields.length - texts.length;
  return left > 0 ? [...texts, `and ${left} more ${left === 1 ? "field" : "fields"}`] : texts;
}

function orderText(
  object: ReportedObject,
  siblings: readonly ReportedObject[],
  { reference }: Columns,
): string {
  if (isConfig(object)) return ""; // it comes before the pods that read it, and moves no traffic
  const config = new Set(siblings.filter(isConfig).map(({ urn }) => urn));
  const before = object.waitsForUrns.filter((urn) => !config.has(urn));
  if (before.length > 0) {
    return `after ${[...new Set(before.map((urn) => reference(urn, object)))].join(", ")}`;
  }
  return siblings.some((other) => other.waitsForUrns.includes(object.urn)) ? "first" : "";
}

/** True for a ConfigMap or Secret that belongs to an app. */
function isConfig({ document }: ReportedObject): boolean {
  const metadata = document.metadata as { labels?: Record<string, unknown> } | undefined;
  return metadata?.labels?.[LABELS.config] !== undefined;
}

/**
 * Names objects by their name, and by kind and name where several in the order have it: a Deployment and its autoscaler. The
 * check of a Deployment's pods is named as the Deployment, which is what has to be ready.
 */
function references(objects: readonly ReportedObject[]): Columns["reference"] {
  const byUrn = new Map(objects.map((object) => [object.urn, object]));
  const needed = new Set(objects.flatMap((object) => object.waitsForUrns));
  const counts = new Map<string, number>();
  for (const object of objects) {
    const isMeant = object.waitsForUrns.length > 0 || needed.has(object.urn);
    if (!isMeant || isCheck(object)) continue;
    counts.set(label(object), (counts.get(label(object)) ?? 0) + 1);
  }
  const checkedBy = (check: ReportedObject) =>
    check.waitsForUrns.map((urn) => byUrn.get(urn)).find((one) => one && label(one) === label(check));
  return (urn, other) => {
    const object = byUrn.get(urn);
    if (!object) return nameOf(urn);
    const meant = (isCheck(object) && checkedBy(object)) || object;
    const name = label(meant);
    return counts.get(name) === 1 && name !== label(other) ? name : `${meant.kind} ${name}`;
  };
}

function isCheck({ document }: ReportedObject): boolean {
  return readyCheck(document) !== undefined;
}

function label(object: ReportedObject): string {
  return object.name ?? nameOf(object.urn);
}
