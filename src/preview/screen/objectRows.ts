import { ANNOTATIONS, LABELS } from "../../contract/names.js";
import { nameOf } from "../engine/urn.js";
import type { Report, ReportedObject } from "../report/report.js";
import { glyphs, type Paint, type Style } from "./style.js";
import { fieldText, readyCheck, summaryOf } from "./summary.js";

// Enough for a new image with its probes. More changes of one object are only counted.
const MOST_FIELDS = 4;

const STYLES: Readonly<Record<ReportedObject["change"], Style>> = {
  create: "good",
  change: "changed",
  same: "faint",
};

/** The columns of a report. */
export interface Columns {
  readonly width: number;
  readonly paint: Paint;
  readonly kindWidth: number;
  readonly nameWidth: number;
  /** Cuts a line to the width. */
  cut(line: string): string;
}

/** Columns as wide as the widest entry of the whole report, so that they line up from block to block. */
export function columnsOf(report: Report, width: number, paint: Paint): Columns {
  const names = [...report.objects.map(label), ...report.traffic.map((row) => row.name)];
  return {
    width,
    paint,
    kindWidth: Math.max(15, ...report.objects.map((object) => object.kind.length)),
    nameWidth: Math.min(40, Math.max(...names.map((name) => name.length), 0)),
    cut: (line) => (line.length <= width ? line : `${line.slice(0, width - 1)}…`),
  };
}

/** The lines of objects: what changes in each, and what it waits for among the others. */
export function objectRows(objects: readonly ReportedObject[], columns: Columns, depth = 1): string[] {
  const { paint, cut, kindWidth, nameWidth } = columns;
  const indent = "  ".repeat(depth - 1);
  const rows = objects.map((object) => ({
    object,
    texts: changeTexts(object),
    order: orderText(object, objects),
  }));
  const change = Math.max(
    0,
    ...rows.filter((row) => row.order !== "").map((row) => row.texts[0]?.length ?? 0),
  );
  return rows.flatMap(({ object, texts, order }) => {
    const [first = "", ...more] = texts;
    const head = `${indent}${glyphs[object.change]} ${object.kind.padEnd(kindWidth)} ${label(object).padEnd(nameWidth)}`;
    const line = `${head}   ${first.padEnd(change)}   ${order}`.trimEnd();
    const under = " ".repeat(head.length + 3);
    return [line, ...more.map((text) => under + text)].map((text) => paint(STYLES[object.change], cut(text)));
  });
}

function changeTexts(object: ReportedObject): string[] {
  if (object.change !== "change" || object.fields.length === 0) return [summaryOf(object.document)];
  const reliedOn = object.fields.find(({ path }) => path.endsWith(`["${ANNOTATIONS.reliedOn}"]`));
  if (reliedOn) return [readyCheck(object.document) ?? "no longer relied on"];
  // How Pulumi waits changes with what it waits for. Next to that change it is noise.
  const own = object.fields.filter(({ path }) => !path.startsWith('metadata.annotations["pulumi.com/'));
  const fields = own.length > 0 ? own : object.fields;
  const texts = fields.slice(0, MOST_FIELDS).map(fieldText);
  const left = fields.length - texts.length;
  return left > 0 ? [...texts, `and ${left} more ${left === 1 ? "field" : "fields"}`] : texts;
}

function orderText(object: ReportedObject, siblings: readonly ReportedObject[]): string {
  if (isConfig(object)) return ""; // it comes before the pods that read it, and moves no traffic
  const config = new Set(siblings.filter(isConfig).map(({ urn }) => urn));
  const before = object.waitsFor.filter((_, index) => !config.has(object.waitsForUrns[index] ?? ""));
  // A Deployment and the check of its pods have one name.
  if (before.length > 0) return `after ${[...new Set(before)].join(", ")}`;
  return siblings.some((other) => other.waitsForUrns.includes(object.urn)) ? "first" : "";
}

/** True for a ConfigMap or Secret that belongs to an app. */
function isConfig({ document }: ReportedObject): boolean {
  const metadata = document.metadata as { labels?: Record<string, unknown> } | undefined;
  return metadata?.labels?.[LABELS.config] !== undefined;
}

function label(object: ReportedObject): string {
  return object.name ?? nameOf(object.urn);
}
